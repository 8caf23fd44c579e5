/** Requests that met the end of the session wait here, together, until somebody has signed in again. */
export function createWaitingRoom() {
  let room: PromiseWithResolvers<string> | null = null
  function empty() {
    const left = room
    room = null
    return left
  }
  return {
    wait() {
      room ??= Promise.withResolvers<string>()
      return room.promise
    },
    admit: (token: string) => empty()?.resolve(token),
    dismiss: (reason: Error) => empty()?.reject(reason),
  }
}
