/** The only fetch: the API's calls with a time limit, retries, and the stream that falls back to polling. */

const LIMIT_MS = 8_000 // for a call that answers at once
const WAIT_S = 8 // how long the server may hold a message back until it is answered
const FIRST_MS = 5_000 // a stream says something at once; where it does not, a proxy holds it back
const SILENCE_MS = 40_000 // and then at least every 15 s
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000] // before each retry of a message

/** Why a call failed. `text` is for the resident and may be missing; `temporary`: the same call may work later. */
export class Fault extends Error {
  constructor(code, status, {text = '', language = '', pauseMs = 0} = {}) {
    super(`${code} (${status})`)
    Object.assign(this, {code, status, text, language, pauseMs})
    this.temporary = status === 0 || status === 429 || status >= 500
  }
}

/** A random UUID for a message; crypto.randomUUID exists on https only. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = bytes[6] & 0x0f | 0x40
  bytes[8] = bytes[8] & 0x3f | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Waits; less long when the signal aborts or the network comes back. */
export function pause(ms, signal) {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      globalThis.removeEventListener?.('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
    globalThis.addEventListener?.('online', done)
    if (signal?.aborted) done()
  })
}

/** Calls `task` until it works, fails for good, or PAUSES_MS are used up; `troubled` hears of each vain attempt. */
export async function persist(task, signal, troubled = () => {}, wait = pause) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await task()
    } catch (fault) {
      if (!fault.temporary || attempt === PAUSES_MS.length || signal.aborted) throw fault
      troubled(fault)
      await wait(Math.max(PAUSES_MS[attempt], fault.pauseMs), signal)
    }
  }
}

/** The pause before the nth poll: 2 to 10 s, give or take a quarter, so that clients do not come all at once. */
export function pollPause(n, random = Math.random) {
  return Math.min(2_000 * 1.5 ** n, 10_000) * (0.75 + random() / 2)
}

/** Reads server-sent events (WHATWG HTML, 9.2) from text that comes in any pieces. */
export class EventParser {
  #rest = ''
  #name = ''
  #data = []

  /** The events {name, data} that are complete with this piece. */
  push(piece) {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/) // a last \r may be half of \r\n
    this.#rest = lines.pop()
    return lines.map(line => this.#line(line)).filter(Boolean)
  }

  #line(line) {
    if (line === '') return this.#event()
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)
    if (field === 'event') this.#name = value
    if (field === 'data') this.#data.push(value)
    return null
  }

  #event() {
    const event = this.#data.length ? {name: this.#name || 'message', data: this.#data.join('\n')} : null
    this.#name = ''
    this.#data = []
    return event
  }
}

/** The API at an origin. `token` opens the conversation; faults are told in `language`. */
export class Connection {
  token = null
  language = ''
  #origin
  #fetch

  constructor(origin, fetch = (...call) => globalThis.fetch(...call)) {
    this.#origin = origin
    this.#fetch = fetch
  }

  /** The texts, the greeting and the languages. */
  words(language, signal) {
    return this.#call(`/api/words?language=${encodeURIComponent(language)}`, {signal})
  }

  /** Sends a message; without a token it starts the conversation. */
  async send({client_id, text, button, language}, signal) {
    const body = {client_id, text, wait: WAIT_S}
    if (button) body.button = button
    if (language && !this.token) body.language = language
    const path = this.token ? '/api/messages' : '/api/conversations'
    const reply = await this.#call(path, {method: 'POST', body, signal, ms: LIMIT_MS + WAIT_S * 1000})
    return {...reply, after: this.token ? reply.message.seq - 1 : 0}
  }

  /** What the log has after a number. */
  async read(after, signal) {
    return {...await this.#call(`/api/messages?after=${after}`, {signal}), after}
  }

  /** Has the conversation forgotten. */
  forget(signal) {
    return this.#call('/api/conversation', {method: 'DELETE', signal})
  }

  /** Yields {messages, state, after} as they come, by the stream or by polls, until the signal aborts. Fault: gone. */
  async * follow(seen, signal) {
    for (let vain = 0; !signal.aborted;) {
      let heard = false
      try {
        if (vain % 6 === 0) {
          for await (const news of this.#stream(seen(), signal)) {
            heard = true
            yield news
          }
        } else {
          yield await this.read(seen(), signal)
        }
      } catch (fault) {
        if (!fault.temporary) throw fault
      }
      vain = heard ? 0 : vain + 1
      await pause(pollPause(vain), signal)
    }
  }

  async * #stream(after, signal) {
    const {controller, wait, end} = limited(signal)
    try {
      wait(FIRST_MS)
      const response = await this.#open(`/api/stream?after=${after}`, {signal: controller.signal})
      const reader = response.body.getReader()
      const decoder = new TextDecoder()
      const parser = new EventParser()
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        wait(SILENCE_MS)
        for (const {name, data} of parser.push(decoder.decode(read.value, {stream: true}))) {
          if (name === 'gone') await this.read(after, signal) // throws, with the words for it
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

  async #call(path, {method = 'GET', body, signal, ms = LIMIT_MS}) {
    const {controller, wait, end} = limited(signal)
    try {
      wait(ms)
      const response = await this.#open(path, {method, body, signal: controller.signal})
      return response.status === 204 ? {} : await response.json()
    } catch (fault) {
      throw fault instanceof Fault ? fault : new Fault('network', 0)
    } finally {
      end()
    }
  }

  async #open(path, {method = 'GET', body, signal}) {
    const headers = {}
    if (this.language) headers['Accept-Language'] = this.language
    if (this.token) headers.Authorization = `Bearer ${this.token}`
    if (body) headers['Content-Type'] = 'application/json'
    const init = {method, headers, signal, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store'}
    const response = await this.#fetch(this.#origin + path, init)
    if (response.ok) return response
    const {error = {}} = await response.json().catch(() => ({}))
    const pauseMs = Math.min(Number(response.headers.get('Retry-After')) || 0, 30) * 1000
    throw new Fault(error.code ?? 'unknown', response.status, {text: error.text, language: error.language, pauseMs})
  }
}

/** A controller that aborts with the signal, or when `wait` was called and nothing came for so long. */
function limited(signal) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let timer
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return {
    controller,
    wait: ms => {
      clearTimeout(timer)
      timer = setTimeout(abort, ms)
    },
    end: () => {
      clearTimeout(timer)
      abort() // lets go of a stream that is left early
      signal?.removeEventListener('abort', abort)
    },
  }
}
