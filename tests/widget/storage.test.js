import assert from 'node:assert/strict'
import {test} from 'node:test'
import {TokenStore} from '../../channels/web/widget/storage.js'

/** A small real storage. */
class Storage {
  values = new Map()
  getItem(key) { return this.values.get(key) ?? null }
  setItem(key, value) { this.values.set(key, value) }
  removeItem(key) { this.values.delete(key) }
}

test('nothing is stored before there is a token', () => {
  const storage = new Storage()

  const store = new TokenStore(() => [storage, new Storage()])

  assert.equal(store.token, null)
  assert.equal(storage.values.size, 0)
})

test('a token outlives the page', () => {
  const storage = new Storage()
  new TokenStore(() => [storage, new Storage()]).token = 'abc'

  assert.equal(new TokenStore(() => [storage, new Storage()]).token, 'abc')
  assert.deepEqual([...storage.values.values()], ['abc'])
})

test('a forgotten token leaves nothing behind', () => {
  const storage = new Storage()
  const store = new TokenStore(() => [storage, new Storage()])
  store.token = 'abc'

  store.token = null

  assert.equal(store.token, null)
  assert.equal(storage.values.size, 0)
})

test('where storage is refused the token lives in memory', () => {
  const store = new TokenStore(() => { throw new Error('SecurityError') })

  store.token = 'abc'

  assert.equal(store.token, 'abc')
})

test('where storage is full the token lives in memory', () => {
  const full = new Storage()
  full.setItem = () => { throw new Error('QuotaExceededError') }
  const store = new TokenStore(() => full)

  store.token = 'abc'

  assert.equal(store.token, 'abc')
})

test('only a device that is the resident\'s own keeps the token, and it moves rather than being copied', () => {
  const session = new Storage()
  const device = new Storage()
  const store = new TokenStore(() => [session, device])
  store.token = 'abc'

  store.keep(true)
  assert.deepEqual([session.values.size, device.values.size, store.token, store.kept], [0, 1, 'abc', true])

  store.keep(false)
  assert.deepEqual([session.values.size, device.values.size, store.token, store.kept], [1, 0, 'abc', false])
})

test('a forgotten token leaves the device too', () => {
  const device = new Storage()
  const store = new TokenStore(() => [new Storage(), device])
  store.token = 'abc'
  store.keep(true)

  store.token = null

  assert.equal(device.values.size, 0)
})
