import type { ItemKind } from '../world/items.ts'
import type { TeamKey } from '../world/staff.ts'

type Level = 1 | 2 | 3

/** One kind of trouble as a service desk hears of it. `{item}`, `{site}` and `{error}` are filled in. */
export interface Cause {
  team: TeamKey
  /** What is broken; null: nothing that is under management. */
  kind: ItemKind | null
  /** How often, beside the others. */
  weight: number
  titles: string[]
  description: string
  impact: Level[]
  urgency: Level[]
  /** Told by the watch, not by people. */
  isMonitored?: boolean
  notes: string[]
  resolutions: string[]
}

const WORKPLACE: Cause[] = [
  {
    team: 'desk',
    kind: null,
    weight: 16,
    titles: [
      'Passwort abgelaufen, keine Anmeldung möglich',
      'Locked out after three wrong passwords',
      'Konto gesperrt nach dem Urlaub',
    ],
    description: 'Anmeldung an Windows und VPN schlägt fehl. {error}',
    impact: [3],
    urgency: [2, 2, 3],
    notes: ['Identität per Rückruf geprüft.', 'Account was locked by an old mail profile on the phone.'],
    resolutions: [
      'Konto entsperrt und neues Kennwort am Telefon gesetzt.',
      'Unlocked; removed the stale password from the phone.',
    ],
  },
  {
    team: 'workplace',
    kind: 'printer',
    weight: 10,
    titles: [
      'Drucker {item} zieht kein Papier ein',
      '{item}: Ausdruck mit Streifen',
      'Cannot print to {item}',
    ],
    description: 'Seit heute Morgen am Standort {site}. Anzeige: {error}',
    impact: [3],
    urgency: [3, 3, 2],
    notes: ['Einzugsrollen verschlissen, Ersatz bestellt.', 'Queue had 40 stuck jobs from one PDF.'],
    resolutions: [
      'Einzugsrollen getauscht, Testseite in Ordnung.',
      'Purged the queue and updated the driver.',
      'Trommel ersetzt.',
    ],
  },
  {
    team: 'workplace',
    kind: null,
    weight: 9,
    titles: [
      'Notebook startet nicht mehr',
      'Docking station does not charge',
      'Bildschirm bleibt nach Standby schwarz',
    ],
    description: 'Gerät wurde am Netzteil und ohne geprüft. {error}',
    impact: [3],
    urgency: [2, 3],
    notes: [
      'BIOS-Stand von 2023, Update eingeplant.',
      'Swapped the dock: same picture, so it is the notebook.',
    ],
    resolutions: [
      'Firmware aktualisiert, läuft seit zwei Stunden stabil.',
      'Replaced by a device from the pool; user data moved.',
    ],
  },
  {
    team: 'workplace',
    kind: null,
    weight: 4,
    titles: ['Videokonferenz im Raum Alster ohne Ton', 'Meeting room panel shows the wrong bookings'],
    description: 'Termin mit Externen in einer Stunde. {error}',
    impact: [3, 2],
    urgency: [1, 2],
    notes: ['Mikrofon war am Pult stummgeschaltet, Codec trotzdem neu gestartet.'],
    resolutions: ['Codec neu gestartet, Ton geprüft.', 'Re-paired the panel with the room mailbox.'],
  },
  {
    team: 'desk',
    kind: null,
    weight: 7,
    titles: [
      'Verdächtige Mail mit Rechnung im Anhang',
      'Phishing: "Ihr Paket konnte nicht zugestellt werden"',
      'Clicked a link in a suspicious mail',
    ],
    description: 'Absender unbekannt, Anhang nicht geöffnet. {error}',
    impact: [3, 2],
    urgency: [2, 1],
    notes: [
      'Absenderdomain seit gestern registriert, im Filter gesperrt.',
      'No sign-in from abroad in the last 24 hours.',
    ],
    resolutions: [
      'Mail bei allen Empfängern zurückgezogen, Domain gesperrt.',
      'Password changed as a precaution, sessions ended.',
    ],
  },
]

const APPLICATIONS: Cause[] = [
  {
    team: 'applications',
    kind: 'application',
    weight: 10,
    titles: [
      '{item}: Maske lädt sehr langsam',
      '{item} is slow since the update',
      '{item}: Export bricht ab',
    ],
    description: 'Betrifft mehrere Kolleginnen und Kollegen. {error}',
    impact: [2, 3],
    urgency: [2, 2, 3],
    notes: [
      'Eine Abfrage ohne Index, Ticket beim Hersteller.',
      'Heap at 96 %, dump taken before the restart.',
    ],
    resolutions: [
      'Index ergänzt, Maske lädt in unter einer Sekunde.',
      'Rolled back to the release of last week.',
      'Dienst neu gestartet und Speicher erhöht.',
    ],
  },
  {
    team: 'applications',
    kind: 'application',
    weight: 4,
    titles: ['{item} nicht erreichbar', '{item}: HTTP 503 for everybody'],
    description: 'Alle Anwender betroffen. {error}',
    impact: [1, 2],
    urgency: [1, 1, 2],
    notes: ['Zertifikat abgelaufen, Erneuerung läuft.', 'Connection pool exhausted.'],
    resolutions: ['Zertifikat erneuert, Überwachung dafür ergänzt.', 'Pool enlarged, leaking job stopped.'],
  },
  {
    team: 'applications',
    kind: null,
    weight: 7,
    titles: [
      'Keine Mails von extern seit Mittag',
      'Mail an Lieferanten kommt zurück',
      'Calendar invitations arrive twice',
    ],
    description: 'Fehlermeldung im Anhang der Rückläufer: {error}',
    impact: [3, 2],
    urgency: [2],
    notes: [
      'Absender stand auf einer Sperrliste, Austragung beantragt.',
      'Two connectors answered the same domain.',
    ],
    resolutions: ['Von der Sperrliste genommen, Warteschlange leer.', 'Removed the old connector.'],
  },
  {
    team: 'applications',
    kind: null,
    weight: 6,
    titles: [
      'Fehlende Berechtigung für das Laufwerk Einkauf',
      'Access to the reporting folder is missing',
      'Neue Kollegin sieht die Kostenstellen nicht',
    ],
    description: 'Freigabe durch die Leitung liegt vor. {error}',
    impact: [3],
    urgency: [3, 2],
    notes: ['Gruppe war nach der Umstrukturierung leer.'],
    resolutions: [
      'Gruppe zugeordnet, nach Neuanmeldung sichtbar.',
      'Added to the group; checked together with the user.',
    ],
  },
]

const INFRASTRUCTURE: Cause[] = [
  {
    team: 'network',
    kind: 'switch',
    weight: 7,
    titles: [
      '{site}: Arbeitsplätze ohne Netz',
      '{item} antwortet nicht',
      'No network on the second floor ({item})',
    ],
    description: 'Ports ohne Link, WLAN ebenfalls weg. {error}',
    impact: [2, 2, 3],
    urgency: [1, 2],
    notes: [
      'Netzteil 1 ausgefallen, läuft auf Netzteil 2.',
      'Spanning tree blocked the uplink after a patch cable loop.',
    ],
    resolutions: [
      'Schleife entfernt, BPDU-Guard gesetzt.',
      'Switch getauscht, Konfiguration eingespielt.',
      'Replaced the SFP of the uplink.',
    ],
  },
  {
    team: 'network',
    kind: 'firewall',
    weight: 6,
    titles: [
      'VPN bricht alle paar Minuten ab',
      '{item}: Tunnel zur Zentrale flattert',
      'Home office cannot reach {site}',
    ],
    description: 'Seit dem Wechsel des Anbieters. {error}',
    impact: [2, 3],
    urgency: [2, 1],
    notes: ['MTU passt nicht zum neuen Anschluss.', 'Phase 2 lifetimes differ on both ends.'],
    resolutions: ['MSS auf 1350 begrenzt, seit 24 Stunden stabil.', 'Lifetimes aligned, tunnel up.'],
  },
  {
    team: 'network',
    kind: 'link',
    weight: 3,
    titles: ['{item}: Dämpfung zu hoch', '{item} ausgefallen', 'Loss of signal on {item}'],
    description: 'Verkehr läuft über den Ersatzweg. {error}',
    impact: [1, 2, 2],
    urgency: [1, 2],
    isMonitored: true,
    notes: ['OTDR zeigt Bruch bei Kilometer 41,3.', 'Carrier confirms digging works near the route.'],
    resolutions: [
      'Faser gespleißt, Dämpfung wieder 0,21 dB/km.',
      'Carrier repaired the cable, traffic is back on the main path.',
    ],
  },
  {
    team: 'noc',
    kind: 'router',
    weight: 5,
    titles: [
      '{item}: BGP-Sitzung unten',
      '{item}: CPU dauerhaft über 90 %',
      'High packet loss behind {item}',
    ],
    description: 'Gemeldet von der Überwachung. {error}',
    impact: [2, 2, 3],
    urgency: [1, 2],
    isMonitored: true,
    notes: ['Peer meldet Wartung, war nicht angekündigt.', 'Route leak from a customer, filter tightened.'],
    resolutions: ['Sitzung nach Wartung des Peers wieder oben.', 'Prefix limit set, CPU back at 20 %.'],
  },
  {
    team: 'servers',
    kind: 'server',
    weight: 8,
    titles: [
      '{item}: Platte voll',
      '{item}: Backup fehlgeschlagen',
      '{item} does not come back after patching',
    ],
    description: 'Meldung der Überwachung: {error}',
    impact: [2, 3],
    urgency: [2, 2, 1],
    isMonitored: true,
    notes: ['Protokolle von drei Monaten, Rotation fehlte.', 'Snapshot of the backup was still open.'],
    resolutions: [
      'Protokolle rotiert, 60 % frei.',
      'Backup von Hand gestartet und geprüft.',
      'Booted the previous kernel; vendor case open.',
    ],
  },
  {
    team: 'servers',
    kind: 'server',
    weight: 4,
    titles: ['Gemeinsames Laufwerk an {site} nicht verfügbar', '{item}: hohe Latenz auf dem Speicher'],
    description: 'Dateien lassen sich nicht öffnen. {error}',
    impact: [2, 1],
    urgency: [1, 2],
    notes: ['Controller B hat übernommen, A wartet auf Ersatz.'],
    resolutions: [
      'Controller A ersetzt, Pfade wieder doppelt.',
      'Moved the noisy virtual machine to another datastore.',
    ],
  },
]

export const CAUSES: Cause[] = [...WORKPLACE, ...APPLICATIONS, ...INFRASTRUCTURE]
