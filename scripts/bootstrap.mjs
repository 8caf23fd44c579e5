// Makes the folder ready for `npm start`, `npm run dev` (--no-build) and `npm test` (--test).
// Nothing is imported before the version check, so that an old Node can still read and obey this file.
const oldest = 20

if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(
    `Watchdesk needs Node ${oldest} or newer; this is ${process.version} (${process.execPath}).\n`,
  )
  process.exit(1)
}

import('./bootstrap/prepare.mjs')
  .then(({ prepare }) => prepare(process.argv.slice(2)))
  .catch((error) => {
    process.stderr.write(`${error.plain ? error.message : error.stack}\n`)
    process.exit(1)
  })
