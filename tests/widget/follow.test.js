import assert from 'node:assert/strict'
import {test} from 'node:test'
import {Connection} from '../../channels/web/widget/connection.js'
import {EventParser, follow, pollPause} from '../../channels/web/widget/follow.js'
import {connected, json, noSignal, streamed} from './server.js'

test('an event is read however its text is cut', () => {
  const text = 'retry: 2000\n\nid: 7\nevent: message\ndata: {"a":1}\n\n: still here\n\n'
    + 'event: state\r\ndata: x\r\ndata: y\r\n\r\n'
  const expected = [{name: 'message', data: '{"a":1}'}, {name: 'state', data: 'x\ny'}]

  for (let size = 1; size <= text.length; size++) {
    const parser = new EventParser()
    const events = []
    for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)))
    assert.deepEqual(events, expected, `in pieces of ${size}`)
  }
})

test('an event without data, a comment and an unfinished event are no events', () => {
  const parser = new EventParser()

  assert.deepEqual(parser.push(': comment\n\nevent: state\n\ndata: not yet'), [])
})

test('an event without a name is a message, and colons belong to the data', () => {
  assert.deepEqual(new EventParser().push('data:a: b\n\n'), [{name: 'message', data: 'a: b'}])
})

test('polls come every 2 to 10 s, not all clients at once', () => {
  assert.equal(pollPause(0, () => 0.5), 2_000)
  assert.equal(pollPause(20, () => 0.5), 10_000)
  assert.notEqual(pollPause(3, () => 0), pollPause(3, () => 0.9))
})

test('the stream gives messages and state, even where a letter is cut in two', async () => {
  const text = 'id: 3\nevent: message\ndata: {"seq":3,"text":"Größe"}\n\nevent: state\ndata: {"pending":false}\n\n'
  const bytes = new TextEncoder().encode(text)
  const cutAt = bytes.indexOf(0xc3) + 1
  const {connection, calls} = connected(() => streamed(bytes.slice(0, cutAt), bytes.slice(cutAt)))
  const life = new AbortController()

  const heard = []
  for await (const news of follow(connection, () => 2, life.signal)) {
    heard.push(news)
    if (news.state) life.abort()
  }

  assert.equal(calls[0].url, 'https://ki.example/api/stream?after=2')
  assert.deepEqual(heard[0].messages, [{seq: 3, text: 'Größe'}])
  assert.deepEqual(heard[1].state, {pending: false})
})

test('where the stream does not work, the log is read by polls', async context => {
  context.mock.timers.enable({apis: ['setTimeout']})
  const {connection, calls} = connected(url => {
    if (url.includes('/api/stream')) throw new TypeError('Failed to fetch')
    return json({messages: [{seq: 1}], state: {}, more: false})
  })
  const life = new AbortController()
  const reading = follow(connection, () => 0, life.signal)

  const first = reading.next()
  for (let turn = 0; turn < 20; turn++) {
    await new Promise(setImmediate)
    context.mock.timers.tick(1_000)
  }
  const {value} = await first

  assert.deepEqual(value.messages, [{seq: 1}])
  assert.deepEqual(calls.map(call => new URL(call.url).pathname), ['/api/stream', '/api/messages'])
  life.abort()
})

test('a stream that says nothing is given up', async context => {
  context.mock.timers.enable({apis: ['setTimeout']})
  const paths = []
  const connection = new Connection('https://ki.example', (url, {signal}) => {
    paths.push(new URL(url).pathname)
    if (url.includes('/api/messages')) return Promise.resolve(json({messages: [], state: {}}))
    return new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  const life = new AbortController()

  const first = follow(connection, () => 0, life.signal).next()
  for (let turn = 0; turn < 20; turn++) {
    await new Promise(setImmediate)
    context.mock.timers.tick(1_000)
  }
  await first

  assert.deepEqual(paths, ['/api/stream', '/api/messages'])
  life.abort()
})

test('a conversation that is gone ends the reading, with the server\'s words for it', async () => {
  const error = {code: 'gone', text: 'Diese Unterhaltung gibt es nicht mehr.', language: 'de'}
  const answer = url => url.includes('stream') ? streamed('event: gone\ndata: {}\n\n') : json({error}, 404)
  const {connection} = connected(answer)

  const fault = await follow(connection, () => 0, noSignal()).next().catch(each => each)

  assert.deepEqual([fault.code, fault.text], ['gone', error.text])
})

