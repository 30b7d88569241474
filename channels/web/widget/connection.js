/** The only fetch: the API's calls with a time limit, and retries. follow.js reads on from here. */

const LIMIT_MS = 8_000 // for a call that answers at once
const WAIT_S = 8 // how long the server may hold a message back until it is answered
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
      signal && signal.removeEventListener('abort', done)
      globalThis.removeEventListener?.('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal && signal.addEventListener('abort', done)
    globalThis.addEventListener?.('online', done)
    if (signal && signal.aborted) done()
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

/** The API at an origin. `token` opens the conversation; faults are told in `language`. */
export class Connection {
  token = null
  language = ''

  constructor(origin, fetch = (...call) => globalThis.fetch(...call)) {
    this._origin = origin
    this._fetch = fetch
  }

  /** The texts, the greeting and the languages. */
  words(language, signal) {
    return this.call(`/api/words?language=${encodeURIComponent(language)}`, {signal})
  }

  /** Sends a message; without a token it starts the conversation. */
  async send({client_id, text, button, language}, signal) {
    const body = {client_id, text, wait: WAIT_S}
    if (button) body.button = button
    if (language && !this.token) body.language = language
    const path = this.token ? '/api/messages' : '/api/conversations'
    const reply = await this.call(path, {method: 'POST', body, signal, ms: LIMIT_MS + WAIT_S * 1000})
    return {...reply, after: this.token ? reply.message.seq - 1 : 0}
  }

  /** What the log has after a number. */
  async read(after, signal) {
    return {...await this.call(`/api/messages?after=${after}`, {signal}), after}
  }

  /** Has the conversation forgotten. */
  forget(signal) {
    return this.call('/api/conversation', {method: 'DELETE', signal})
  }

  /** An entry's answer in a language, as a message that nobody said. */
  answer(entry, language) {
    return this.call(`/api/answers/${encodeURIComponent(entry)}?language=${encodeURIComponent(language)}`)
  }

  /** The reply of the API, or its text with `as` "text"; {} for none. Fault: see there. */
  async call(path, {method = 'GET', body, signal, ms = LIMIT_MS, as = 'json'} = {}) {
    const {controller, wait, end} = limited(signal)
    try {
      wait(ms)
      const response = await this.open(path, {method, body, signal: controller.signal})
      return response.status === 204 ? {} : await response[as]()
    } catch (fault) {
      throw fault instanceof Fault ? fault : new Fault('network', 0)
    } finally {
      end()
    }
  }

  /** The response, as soon as its head is there. Fault: it is no success. */
  async open(path, {method = 'GET', body, signal}) {
    const headers = {}
    if (this.language) headers['Accept-Language'] = this.language
    if (this.token) headers.Authorization = `Bearer ${this.token}`
    if (body) headers['Content-Type'] = 'application/json'
    const init = {method, headers, signal, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store'}
    const response = await this._fetch(this._origin + path, init)
    if (response.ok) return response
    const {error = {}} = await response.json().catch(() => ({}))
    const pauseMs = Math.min(Number(response.headers.get('Retry-After')) || 0, 60) * 1000
    throw new Fault(error.code || 'unknown', response.status, {text: error.text, language: error.language, pauseMs})
  }
}

/** A controller that aborts with the signal, or when `wait` was called and nothing came for so long. */
export function limited(signal) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let timer
  signal && signal.addEventListener('abort', abort)
  if (signal && signal.aborted) abort()
  return {
    controller,
    wait: ms => {
      clearTimeout(timer)
      timer = setTimeout(abort, ms)
    },
    end: () => {
      clearTimeout(timer)
      abort() // lets go of a stream that is left early
      signal && signal.removeEventListener('abort', abort)
    },
  }
}
