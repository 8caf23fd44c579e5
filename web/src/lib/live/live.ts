import { useEffect, useEffectEvent } from 'react'
import { session } from '../api/client.ts'
import { useStore } from '../store.ts'
import { createLiveClient } from './client.ts'
import type { LiveMessage, Topic } from './frames.ts'

export const live = createLiveClient({
  url: `${globalThis.location?.origin.replace(/^http/, 'ws')}/ws/noc/`,
  token: session.token,
  renew: session.renew,
})

export const useLiveState = () => useStore(live.state)

/** Listens to a topic while the component is shown; the listener may change freely without a new subscription. */
export function useLive(topic: Topic, listener: (message: LiveMessage) => void) {
  const onMessage = useEffectEvent(listener)
  useEffect(() => live.subscribe(topic, (message) => onMessage(message)), [topic])
}
