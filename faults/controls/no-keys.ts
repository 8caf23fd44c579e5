// Negative control: the product is not told of any Idempotency-Key. Loaded before the product, which knows nothing of it.
import { Server } from 'node:http'

type Emit = (this: Server, ...words: unknown[]) => boolean
const emit = Server.prototype.emit as unknown as Emit

const keyless: Emit = function (event, ...words) {
  if (event === 'request')
    delete (words[0] as { headers: Record<string, unknown> }).headers['idempotency-key']
  return emit.call(this, event, ...words)
}
Server.prototype.emit = keyless as unknown as typeof Server.prototype.emit
