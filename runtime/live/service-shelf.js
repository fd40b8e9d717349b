// @ts-check
/// <reference lib="webworker" />
/**
 * What the service worker keeps. One cache a version; `precache.json` lists every file of the site with its checksum, and its own is in
 * the line that the build puts in front. A cache that holds that list holds the whole site.
 *
 * @typedef {Record<string, [integrity: string, bytes: number]>} List
 * @typedef {{version: string, list: string, bytes: number}} Build
 */
"use strict";

/** How many files are asked for at a time. */
const AT_ONCE = 6;
/** How long a file may stand still before it is given up: a slow line brings something now and then. */
const STILL = 30_000;

class Shelf {
  #home;
  #prefix;
  #build;
  #list;
  /** @type {boolean | undefined} */
  #whole;

  /** @param {string} home the address of the site's root @param {Build} build */
  constructor(home, build) {
    this.#home = home;
    this.#build = build;
    this.#prefix = `calculators ${home} `;
    this.#list = new URL("precache.json", home).href;
  }

  open() {
    return caches.open(this.#prefix + this.#build.version);
  }

  async isWhole() {
    return (this.#whole ??= Boolean(await (await this.open()).match(this.#list)));
  }

  /** @param {boolean} [others] all but this version's */
  async #names(others) {
    const own = this.#prefix + this.#build.version;
    return (await caches.keys()).filter((name) => name.startsWith(this.#prefix) && !(others && name === own));
  }

  /** @param {boolean} [others] all but this version's */
  async clear(others) {
    for (const name of await this.#names(others)) await caches.delete(name);
    if (!others) this.#whole = false;
  }

  /**
   * Takes over what the last version holds: what hasn't changed from there, the rest from the network. All of it or nothing: at a
   * failure the last stays as it was. Says whether that was the whole site.
   */
  async inherit() {
    const olds = await Promise.all((await this.#names(true)).map((name) => caches.open(name)));
    const held = new Set((await Promise.all(olds.map((old) => old.keys()))).flat().map(({ url }) => url));
    if (!held.size) return false;
    const full = await this.#read();
    const all = held.has(this.#list);
    // Unasked, nobody's line is loaded with a new runtime: its files have new names, and are fetched when they are needed.
    const wanted = all ? full : Object.fromEntries(Object.entries(full).filter(([path]) => held.has(this.#address(path))));
    const fresh = !(await caches.has(this.#prefix + this.#build.version));
    try {
      await this.#fill(await this.open(), wanted, olds);
      if (all) await this.#close(full);
    } catch (fault) {
      if (fresh) await caches.delete(this.#prefix + this.#build.version);
      throw fault;
    }
    return all;
  }

  /** Fetches the whole site. What has come by the time of a failure stays for the next try, unless there is no room. @param {(bytes: number) => void} count */
  async save(count) {
    const cache = await this.open();
    const before = new Set((await cache.keys()).map(({ url }) => url));
    try {
      const full = await this.#read();
      await this.#fill(cache, full, [], count);
      await this.#close(full);
    } catch (fault) {
      if (/** @type {Error} */ (fault).name === "QuotaExceededError") {
        for (const { url } of await cache.keys()) if (!before.has(url)) await cache.delete(url);
      }
      throw fault;
    }
  }

  /** What pages had loaded before there was anybody to keep it: mostly still in the browser's own cache. @param {string[]} addresses */
  async keep(addresses) {
    if (await this.isWhole()) return;
    const cache = await this.open();
    const one = async (/** @type {string} */ address) => {
      if (!address.startsWith(this.#home) || (await cache.match(address))) return;
      const response = await fetch(address, { cache: "force-cache" });
      if (response.ok) await cache.put(address, plain(response));
    };
    await Promise.allSettled(addresses.map(place).map(one));
  }

  /** @param {string} path */
  #address(path) {
    return new URL(path, this.#home).href;
  }

  /** @returns {Promise<List>} */
  async #read() {
    return (await fetched(this.#list, this.#build.list)).json();
  }

  /** @param {List} full */
  async #close(full) {
    await (await this.open()).put(this.#list, new Response(JSON.stringify(full)));
    this.#whole = true;
  }

  /** Ends, well or not, only when nothing is under way any more. @param {Cache} cache @param {List} wanted @param {Cache[]} olds @param {(bytes: number) => void} [count] */
  async #fill(cache, wanted, olds, count) {
    const left = Object.entries(wanted);
    const some = async () => {
      for (let next; (next = left.pop()); ) {
        const [path, [integrity, bytes]] = next;
        const address = this.#address(path);
        if (!(await intact(cache, address, integrity))) {
          let held;
          for (const old of olds) held ??= await intact(old, address, integrity);
          await cache.put(address, held ?? (await fetched(address, integrity)));
        }
        count?.(bytes);
      }
    };
    const stop = (/** @type {Error} */ fault) => {
      left.length = 0;
      throw fault;
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => some().catch(stop)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}

/** Where a page or a file is kept, whatever its query. @param {string} address */
function place(address) {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/index\.html$/, "/");
}

/** A navigation can't be answered with what came by a redirect. @param {Response} response */
function plain({ body, status, headers }) {
  return new Response(body, { status, headers });
}

/** @param {string} address @param {string} integrity */
async function fetched(address, integrity) {
  const ending = new AbortController();
  let timer = 0;
  const moves = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ending.abort(new DOMException(`${address} has come to a standstill`, "TimeoutError")), STILL);
  };
  const pieces = [];
  try {
    moves();
    const response = await fetch(address, { cache: "no-cache", signal: ending.signal });
    if (!response.ok || !response.body) throw new Error(`${response.status} ${address}`);
    for (const reader = response.body.getReader(); ; moves()) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
    }
    const whole = await new Blob(pieces).arrayBuffer();
    if ((await checksum(whole)) !== integrity) throw new Error(`${address} is not what was built`);
    return new Response(whole, { status: response.status, headers: response.headers });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {ArrayBuffer} content */
async function checksum(content) {
  const digest = await crypto.subtle.digest("SHA-256", content);
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** What a cache holds at an address, if it is what was built. @param {Cache} cache @param {string} address @param {string} integrity */
async function intact(cache, address, integrity) {
  const held = await cache.match(address);
  if (!held) return undefined;
  return (await checksum(await held.clone().arrayBuffer())) === integrity ? held : undefined;
}
