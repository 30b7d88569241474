import assert from 'node:assert/strict'
import {test} from 'node:test'
import {Connection, Fault, newId, persist} from '../../channels/web/widget/connection.js'
import {connected, json, noSignal} from './server.js'

const atOnce = async () => {}

test('the first message starts the conversation and says the page\'s language', async () => {
  const {connection, calls} = connected(() => json({token: 't', message: {seq: 1}, messages: [], state: {}}, 201))

  const reply = await connection.send({client_id: 'a', text: 'Hallo', language: 'tr'}, noSignal())

  assert.equal(calls[0].url, 'https://ki.example/api/conversations')
  assert.deepEqual(calls[0].body, {client_id: 'a', text: 'Hallo', wait: 8, language: 'tr'})
  assert.equal(calls[0].headers.Authorization, undefined)
  assert.equal(reply.after, 0)
})

test('later messages carry the token in the header, never in the address, and no language', async () => {
  const {connection, calls} = connected(() => json({message: {seq: 5}, messages: [], state: {}}))
  connection.token = 'secret'

  const reply = await connection.send({client_id: 'a', text: 'Beratung', button: 'x:y', language: 'tr'}, noSignal())

  assert.deepEqual(calls[0].body, {client_id: 'a', text: 'Beratung', wait: 8, button: 'x:y'})
  assert.equal(calls[0].headers.Authorization, 'Bearer secret')
  assert.ok(!calls[0].url.includes('secret'))
  assert.equal(reply.after, 4)
})

test('a fault has the server\'s code and words', async () => {
  const error = {code: 'too_long', text: 'Çok uzun.', language: 'tr'}
  const {connection} = connected(() => json({error}, 422))

  const fault = await connection.read(0, noSignal()).catch(each => each)

  assert.deepEqual([fault.code, fault.text, fault.language, fault.temporary], ['too_long', 'Çok uzun.', 'tr', false])
})

test('what a proxy answers in HTML is a fault as well', async () => {
  const {connection} = connected(() => new Response('<h1>Bad gateway</h1>', {status: 502}))

  const fault = await connection.read(0, noSignal()).catch(each => each)

  assert.ok(fault instanceof Fault)
  assert.equal(fault.temporary, true)
})

test('a broken network is a temporary fault', async () => {
  const {connection} = connected(() => { throw new TypeError('Failed to fetch') })

  const fault = await connection.read(0, noSignal()).catch(each => each)

  assert.deepEqual([fault.code, fault.temporary], ['network', true])
})

test('a temporary fault is tried again until it works', async () => {
  let attempts = 0
  const task = async () => {
    if (++attempts < 4) throw new Fault('network', 0)
    return 'stored'
  }

  const result = await persist(task, noSignal(), () => {}, atOnce)

  assert.deepEqual([result, attempts], ['stored', 4])
})

test('retries end, and the pauses between them grow', async () => {
  const pauses = []
  const task = async () => { throw new Fault('network', 0) }

  const fault = await persist(task, noSignal(), () => {}, async ms => pauses.push(ms)).catch(each => each)

  assert.equal(fault.code, 'network')
  assert.deepEqual(pauses, [...pauses].sort((one, other) => one - other))
  assert.equal(pauses.length, 5)
})

test('a server that asks for a longer pause gets it', async () => {
  const pauses = []
  const {connection} = connected((url, call) => call === 1 ? json({}, 503, {'Retry-After': '7'}) : json({messages: []}))

  await persist(() => connection.read(0, noSignal()), noSignal(), () => {}, async ms => pauses.push(ms))

  assert.deepEqual(pauses, [7000])
})

test('a message that is refused is not sent again', async () => {
  let attempts = 0
  const task = async () => {
    attempts++
    throw new Fault('empty', 422)
  }

  await assert.rejects(persist(task, noSignal(), () => {}, atOnce))

  assert.equal(attempts, 1)
})

test('ids are random UUIDs of version 4', () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.notEqual(newId(), newId())
})
