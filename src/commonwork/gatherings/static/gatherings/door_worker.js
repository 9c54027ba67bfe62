/* The door of one gathering without a connection. Served below the door's own address, so it governs that page alone. It keeps
   today's list and the files it is drawn with in one cache named "day <until> <door>", and nothing else; what the server
   answers always comes first. After midnight nothing is shown from it, and the cache goes. */
const DOOR = new URL("./", self.location).pathname;
const PATIENCE = 8000; // milliseconds until a connection that hangs counts as lost

const names = async () => (await caches.keys()).filter((name) => name.startsWith("day ") && name.endsWith(` ${DOOR}`));
const isOver = (name) => Number(name.split(" ")[1]) <= Date.now();

const drop = async (isLeft = () => false) => {
  for (const name of await names()) if (!isLeft(name)) await caches.delete(name);
};

const keep = async ({ until, files }) => {
  const answer = await fetch(`${DOOR}kept/`, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return drop();
  const name = `day ${until} ${DOOR}`;
  const cache = await caches.open(name);
  await cache.addAll(files);
  await cache.put(DOOR, answer);
  return drop((one) => one === name);
};

const kept = async (what) => {
  for (const name of await names()) {
    if (isOver(name)) await caches.delete(name);
    else {
      const found = await (await caches.open(name)).match(what);
      if (found) return found;
    }
  }
  return Response.error();
};

const tell = async (client) => client.postMessage({ isKept: (await names()).some((name) => !isOver(name)) });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const work = event.data.wipe ? drop() : keep(event.data).catch(() => {}); // without a connection what is kept stays
  event.waitUntil(work.then(() => tell(event.source)));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (request.method !== "GET" || (isPage && new URL(request.url).pathname !== DOOR)) return;
  const asked = isPage ? fetch(request, { signal: AbortSignal.timeout(PATIENCE) }) : fetch(request);
  event.respondWith(asked.catch(() => kept(isPage ? DOOR : request)));
});
