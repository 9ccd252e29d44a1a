// Keeps the page for when there is no network: the server answers while it can, else what was kept.
// The list of files, with the SHA-256 of each, has the digest below; nothing else is kept.
const LIST = "files.json";
const DIGEST = "{{digest}}";
const KEPT = `targetcheck-${DIGEST}`;
const HERE = new URL(".", self.location.href);

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// One file, from the browser's own memory where it still has this version, else from the server.
async function right(name, digest) {
  for (const cache of ["force-cache", "reload"]) {
    const answer = await fetch(new URL(name, HERE), { cache });
    if (!answer.ok) { continue; }
    const bytes = await answer.arrayBuffer();
    if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== digest) { continue; }
    const type = answer.headers.get("content-type") || "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type } });
  }
  throw new Error(`${name} is not the file of this version`);
}

async function keep() {
  const list = await right(LIST, DIGEST);
  const files = await list.clone().json();
  const cache = await caches.open(KEPT);
  for (const [name, digest] of Object.entries(files)) {
    const address = new URL(name, HERE).href;
    if (!await cache.match(address)) { await cache.put(address, await right(name, digest)); }
  }
  await cache.put(new URL(LIST, HERE).href, list);
}

async function forget() {
  for (const name of await caches.keys()) {
    if (name.startsWith("targetcheck-") && name !== KEPT) { await caches.delete(name); }
  }
}

async function answered(request) {
  let answer = null;
  try {
    answer = await fetch(request);
    if (answer.status < 500) { return answer; }
  } catch (gone) {
    answer = null;
  }
  const address = new URL(request.url);
  address.search = address.hash = "";
  if (address.href === HERE.href) { address.pathname += "index.html"; }
  const cache = await caches.open(KEPT);
  return await cache.match(address.href) || answer || Response.error();
}

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(keep()); });
self.addEventListener("activate", (event) => { event.waitUntil(forget()); });
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(HERE.href)) { event.respondWith(answered(event.request)); }
});
