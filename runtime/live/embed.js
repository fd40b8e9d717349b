// @ts-check
/** A page in somebody else's frame: in the colours of the reader's system, and as high as it says it is. Before anything is drawn. */
"use strict";
{
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const dress = () => {
    document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default";
  };
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // Whoever frames it may know how high it is; nothing else is said.
    if (window.parent !== window) window.parent.postMessage({ type: "chip-war-height", height }, "*");
  };
  dress();
  dark.addEventListener("change", dress);
  new ResizeObserver(tell).observe(document.body);
}
