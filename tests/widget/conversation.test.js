import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {test} from 'node:test'
import {Conversation, LIMIT, charactersLeft} from '../../channels/web/widget/conversation.js'

const resident = (seq, clientId, text = 'Frage') =>
  ({seq, author: 'resident', client_id: clientId, text, language: 'de'})
const bot = (seq, text = 'Antwort') => ({seq, author: 'bot', client_id: null, text, language: 'de'})
const staff = (seq, text = 'Guten Tag') => ({seq, author: 'staff', client_id: null, text, language: 'de'})
const keys = conversation => conversation.items.map(item => item.key)

test('a message that comes by the answer and by the stream is kept once', () => {
  const conversation = new Conversation()

  conversation.receive([resident(1, 'a'), bot(2)], 0)
  conversation.receive([bot(2)], 1)

  assert.deepEqual(keys(conversation), ['a', 'seq-2'])
})

test('the resident\'s own message becomes the stored one, with the text as the server keeps it', () => {
  const conversation = new Conversation()
  conversation.add({clientId: 'a', text: 'Rufen Sie 0151 1234567 an'})

  conversation.receive([resident(1, 'a', 'Rufen Sie [Telefonnummer] an')], 0)

  assert.equal(conversation.items.length, 1)
  assert.equal(conversation.items[0].status, 'stored')
  assert.equal(conversation.items[0].text, 'Rufen Sie [Telefonnummer] an')
})

test('what is not stored yet stands behind what is', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a')], 0)
  conversation.add({clientId: 'b', text: 'Noch etwas'})

  conversation.receive([bot(2)], 1)

  assert.deepEqual(keys(conversation), ['a', 'seq-2', 'b'])
})

test('messages stand in the order of their numbers, whichever comes first', () => {
  const conversation = new Conversation()

  conversation.receive([resident(3, 'b'), bot(4)], 2)
  conversation.receive([resident(1, 'a'), bot(2)], 0)

  assert.deepEqual(conversation.items.map(item => item.seq), [1, 2, 3, 4])
})

test('an answer that leaves out earlier messages does not count them as seen', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a'), bot(2)], 0)

  conversation.receive([resident(4, 'b'), bot(5)], 3) // staff wrote number 3 meanwhile

  assert.equal(conversation.seen, 2)
  conversation.receive([staff(3), resident(4, 'b'), bot(5)], 2)
  assert.equal(conversation.seen, 5)
  assert.deepEqual(keys(conversation), ['a', 'seq-2', 'seq-3', 'b', 'seq-5'])
})

test('older messages that come late do not set back what was seen', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a'), bot(2), bot(3)], 0)

  conversation.receive([bot(2)], 1)

  assert.equal(conversation.seen, 3)
})

test('messages are sent one at a time, in the order they were written', () => {
  const conversation = new Conversation()
  conversation.add({clientId: 'a', text: 'eins'})
  conversation.add({clientId: 'b', text: 'zwei'})

  assert.equal(conversation.next.key, 'a')
  conversation.receive([resident(1, 'a')], 0)
  assert.equal(conversation.next.key, 'b')
})

test('after a failure everything unsent waits for a retry, and a retry keeps the id', () => {
  const conversation = new Conversation()
  conversation.add({clientId: 'a', text: 'eins'})
  conversation.add({clientId: 'b', text: 'zwei'})

  conversation.fail()

  assert.equal(conversation.next, undefined)
  assert.equal(conversation.failed, true)
  conversation.retry('b')
  assert.equal(conversation.next.client_id, 'b')
})

test('a message that is stored cannot be sent again', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a')], 0)

  conversation.retry('a')

  assert.equal(conversation.next, undefined)
})

test('a confirmed message is not sent for ever when the server leaves it out', () => {
  const conversation = new Conversation()
  conversation.add({clientId: 'a', text: 'eins'})

  conversation.confirm({client_id: 'a', seq: 1})

  assert.equal(conversation.next, undefined)
})

test('a refused message can be taken back, a stored one cannot', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a')], 0)
  conversation.add({clientId: 'b', text: 'zwei'})

  conversation.discard('a')
  conversation.discard('b')

  assert.deepEqual(keys(conversation), ['a'])
})

test('an answer is waited for from the sending to the end of the turn', () => {
  const conversation = new Conversation()
  assert.equal(conversation.waiting, false)

  conversation.add({clientId: 'a', text: 'eins'})
  assert.equal(conversation.waiting, true)
  conversation.receive([resident(1, 'a')], 0)
  conversation.state = {pending: true}
  assert.equal(conversation.waiting, true)
  conversation.state = {pending: false}
  assert.equal(conversation.waiting, false)
})

test('what was typed and not stored can be written again; pressed buttons are left out', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a', 'gespeichert')], 0)
  conversation.add({clientId: 'b', text: 'getippt'})
  conversation.add({clientId: 'c', text: 'Beratung', full: '', button: 'topic=counselling:x'})
  conversation.fail()

  assert.equal(conversation.unsent, 'getippt')
})

test('the language of a message is learned when the server has recognised it', () => {
  const conversation = new Conversation()
  conversation.receive([resident(1, 'a')], 0)

  conversation.receive([{...resident(1, 'a'), language: 'tr'}], 0)

  assert.equal(conversation.items[0].language, 'tr')
})

test('characters are counted as the server counts them: an emoji is one', () => {
  assert.equal(charactersLeft('😀'.repeat(10)), LIMIT - 10)
})

test('too long a text is sent with one character too many and kept whole', () => {
  const conversation = new Conversation()

  conversation.add({clientId: 'a', text: '😀'.repeat(LIMIT + 500)})

  assert.equal(charactersLeft(conversation.items[0].text), -1)
  assert.equal(charactersLeft(conversation.items[0].full), -500)
})

test('the limit is the server\'s', async () => {
  const python = await readFile(new URL('../../bot/conversation/text.py', import.meta.url), 'utf8')

  assert.equal(Number(/^MAX_CHARACTERS = (\d+)/m.exec(python)[1]), LIMIT)
})
