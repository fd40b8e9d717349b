// @ts-check
/// <reference lib="webworker" />
/**
 * Unpacks the runtime's two large files, in a worker of its own: beside the one in which Python comes to life, and the memory that it
 * takes is gone with it. A classic script after unpack.js.
 */
"use strict";
{
  const scope = /** @type {any} */ (self);
  const { unpack, data: own, restore } = scope.packed;
  /** @type {(data: Uint8Array) => void} */
  let known;
  /** @type {Promise<Uint8Array>} The machine code's own data, once that is unpacked. */
  const data = new Promise((resolve) => (known = resolve));

  // The decoder carries its machine code as a `data:` address, which the page's policy lets nobody fetch.
  scope.fetch = async (/** @type {string} */ address) =>
    new Response(Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0)));

  scope.onmessage = async (/** @type {MessageEvent} */ { data: { name, packed, shared } }) => {
    try {
      const file = await unpack(packed);
      if (name === "snapshot") restore(file, await data, shared);
      else known(own(file, shared));
      scope.postMessage({ name, file }, [file.buffer]);
    } catch (fault) {
      scope.postMessage({ name, fault: String(fault) });
    }
  };
}
