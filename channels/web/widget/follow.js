/** Reading on: the stream of what is said, and polls where a proxy holds the stream back. */
import {Fault, limited, pause} from './connection.js'

const FIRST_MS = 5_000 // a stream says something at once; where it does not, a proxy holds it back
const SILENCE_MS = 40_000 // and then at least every 15 s

/** The pause before the nth poll: 2 to 10 s, give or take a quarter, so that clients do not come all at once. */
export function pollPause(n, random = Math.random) {
  return Math.min(2_000 * 1.5 ** n, 10_000) * (0.75 + random() / 2)
}

/** Reads server-sent events (WHATWG HTML, 9.2) from text that comes in any pieces. */
export class EventParser {
  _rest = ''
  _name = ''
  _data = []

  /** The events {name, data} that are complete with this piece. */
  push(piece) {
    const lines = (this._rest + piece).split(/\r\n|\n|\r(?!$)/) // a last \r may be half of \r\n
    this._rest = lines.pop()
    return lines.map(line => this._line(line)).filter(Boolean)
  }

  _line(line) {
    if (line === '') return this._event()
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)
    if (field === 'event') this._name = value
    if (field === 'data') this._data.push(value)
    return null
  }

  _event() {
    const event = this._data.length ? {name: this._name || 'message', data: this._data.join('\n')} : null
    this._name = ''
    this._data = []
    return event
  }
}

/** Yields {messages, state, after} as they come, by the stream or by polls, until the signal aborts. Fault: gone. */
export async function * follow(connection, seen, signal) {
  for (let vain = 0; !signal.aborted;) {
    let heard = false
    try {
      if (vain % 6 === 0) {
        for await (const news of stream(connection, seen(), signal)) {
          heard = true
          yield news
        }
      } else {
        yield await connection.read(seen(), signal)
      }
    } catch (fault) {
      if (!fault.temporary) throw fault
    }
    vain = heard ? 0 : vain + 1
    await pause(pollPause(vain), signal)
  }
}

async function * stream(connection, after, signal) {
  const {controller, wait, end} = limited(signal)
  try {
    wait(FIRST_MS)
    const response = await connection.open(`/api/stream?after=${after}`, {signal: controller.signal})
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    const parser = new EventParser()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      wait(SILENCE_MS)
      for (const {name, data} of parser.push(decoder.decode(read.value, {stream: true}))) {
        if (name === 'gone') await connection.read(after, signal) // throws, with the words for it
        const value = JSON.parse(data)
        yield name === 'message' ? {messages: [value], after} : {messages: [], state: value, after}
      }
    }
  } catch (fault) {
    throw fault instanceof Fault ? fault : new Fault('network', 0)
  } finally {
    end()
  }
}
