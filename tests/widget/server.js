/** What tests of the connection share: a server that answers as told. */
import {webcrypto} from 'node:crypto'
import {Connection} from '../../channels/web/widget/connection.js'

globalThis.crypto ??= webcrypto // Node 18 has it under another name

export const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), {status, headers})
export const noSignal = () => new AbortController().signal

/** A response whose body is these pieces of text. */
export function streamed(...pieces) {
  const encoder = new TextEncoder()
  return new Response(new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece)
      controller.close()
    },
  }))
}

/** A connection whose fetch answers by the function, and the calls it made. */
export function connected(answer) {
  const calls = []
  const connection = new Connection('https://ki.example', async (url, init) => {
    calls.push({url, ...init, body: init.body && JSON.parse(init.body)})
    return answer(url, calls.length)
  })
  return {connection, calls}
}
