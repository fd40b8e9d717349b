// @ts-check
/**
 * The header's language links lead to the page that is shown, with its query. Instant navigation swaps head and content but
 * never the header, so their addresses are set anew, from the head, when one is clicked.
 */
const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-root]"));
const roots = new Map(Array.from(links, (link) => [link, new URL(link.dataset.root ?? "", location.href).href]));

for (const [link, root] of roots) {
  link.addEventListener("click", () => {
    /** @type {HTMLLinkElement | null} */
    const same = document.head.querySelector(`link[rel~="alternate"][hreflang="${link.hreflang}"]`);
    link.href = (same?.href ?? root) + location.search;
  });
}
