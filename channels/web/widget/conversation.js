/** What was said: pure, knows neither the page nor the network. */

/** The longest message, in code points; the server's MAX_CHARACTERS (bot/conversation/text.py). */
export const LIMIT = 1000

/** How many characters are left; negative when there are too many. */
export function charactersLeft(text) {
  return LIMIT - [...text].length
}

function cut(text, count) {
  return [...text].slice(0, count).join('')
}

/** The messages in order, those still to be sent last, and the server's state of the conversation. */
export class Conversation {
  /** Messages as the API gives them, with `key` and `status`: sending, failed or stored. */
  items = []
  /** The server's state, or null before the first answer. */
  state = null
  /** Everything up to this number is here, without a gap. */
  seen = 0

  /** Adds the resident's own message; it is to be sent. A text that is too long is cut; `full` is what they typed. */
  add({clientId, text, full = text, button = null, language = ''}) {
    const own = {key: clientId, client_id: clientId, author: 'resident', status: 'sending'}
    // One too many is enough for the server to refuse it in words; more might be too long to be read at all.
    this.items.push({...own, text: cut(text, LIMIT + 1), full, button, language})
  }

  /** Shows a message that the server does not keep, such as an answer from a link, after what was said so far. */
  note(message) {
    this._notes = (this._notes || 0) + 1
    this.items.push({...message, key: `note-${this._notes}`, status: 'stored', seq: this.seen + 0.5})
    this._sort()
  }

  _sort() {
    const place = item => item.seq === undefined ? Infinity : item.seq
    this.items.sort((one, other) => place(one) - place(other) || 0) // Infinity - Infinity is no number
  }

  /** Takes messages of the server: all that it has after the number `after`, in order. Repeated ones change nothing. */
  receive(messages, after = this.seen) {
    for (const message of messages) this._keep(message)
    const last = messages[messages.length - 1]
    if (last && after <= this.seen) this.seen = Math.max(this.seen, last.seq)
    this._sort()
  }

  _keep(message) {
    const known = this.items.find(item => item.seq === message.seq)
    if (known && known.author === 'resident') known.language = message.language // the server knows it once it has answered
    if (known) return
    const own = message.client_id && this.items.find(item => item.key === message.client_id)
    if (own) Object.assign(own, message, {status: 'stored'})
    else this.items.push({...message, key: message.client_id || `seq-${message.seq}`, status: 'stored'})
  }

  /** The server has this message of ours, even if it did not send it back. */
  confirm({client_id: clientId, seq}) {
    const item = this.items.find(each => each.key === clientId)
    if (item && item.status !== 'stored') Object.assign(item, {seq, status: 'stored'})
  }

  /** The message to send next, or undefined. One at a time, so that they keep their order. */
  get next() {
    return this.items.find(item => item.status === 'sending')
  }

  /** Gives up for now: everything that was to be sent waits for a retry. */
  fail() {
    for (const item of this.items) if (item.status === 'sending') item.status = 'failed'
  }

  /** Sends a failed message again, with the same id, so that the server stores it once. */
  retry(key) {
    const item = this.items.find(each => each.key === key)
    if (item && item.status === 'failed') item.status = 'sending'
  }

  /** Takes back a message that was not stored. */
  discard(key) {
    this.items = this.items.filter(item => item.key !== key || item.status === 'stored')
  }

  /** Whether an answer is to come. */
  get waiting() {
    return Boolean(this.next || this.state && this.state.pending)
  }

  /** Whether a message waits for a retry. */
  get failed() {
    return this.items.some(item => item.status === 'failed')
  }

  /** What was typed and nobody has stored yet, one text a line. */
  get unsent() {
    return this.items.filter(item => item.status !== 'stored' && item.full).map(item => item.full).join('\n')
  }
}
