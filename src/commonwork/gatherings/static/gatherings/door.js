/* The door on a phone that may lose its connection: what is noted is kept here under a name of its own and sent again
   until the server has it. Without this script each button is a plain form. Notes hold marks and times, no names; what is
   sent is how long ago it was, so that a wrong clock does no harm. Where the page may, a worker keeps today's list (with
   names) until midnight, so that it opens again without a connection; see door_worker.js. */
(() => {
  const list = document.querySelector("[data-door]");
  if (!list) return;
  const status = document.querySelector("[data-door-status]");
  const midnight = new Date().setHours(24, 0, 0, 0);
  const store = `door ${list.dataset.door}`;
  const waiting = () => JSON.parse(localStorage.getItem(store) || "[]");
  const write = (rows) => localStorage.setItem(store, JSON.stringify(rows));
  const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  let isSending = false;
  let refresh = () => {};

  const show = (said) => {
    const count = waiting().length;
    status.textContent = said || (count ? `${list.dataset.waiting} ${count}` : list.dataset.sent);
  };

  const note = (form) => {
    form.parentElement.querySelector(".why").textContent = list.dataset.noted;
    form.hidden = true;
  };

  const send = async () => {
    const rows = waiting();
    if (!rows.length || isSending) return;
    isSending = true;
    try {
      const answer = await fetch(list.dataset.door, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ passings: rows.map(({ noted, ...row }) => (
          { ...row, ago: Math.max(0, Math.round((Date.now() - noted) / 1000)) })) }),
      });
      if (answer.redirected || answer.status === 403) show(list.dataset.signIn);
      else if (answer.ok) {
        const told = await answer.json();
        const gone = new Set([...told.done, ...Object.keys(told.refused)]);
        write(waiting().filter((row) => !gone.has(row.id)));
        show(Object.values(told.refused)[0]);
        refresh();
      }
    } catch (error) {
      show();
    } finally {
      isSending = false;
    }
  };

  /* The list may have been drawn an hour ago: what this phone has not sent yet stands on it too. */
  const catchUp = () => {
    const since = Object.fromEntries(waiting().map((row) => [row.mark, row.way]));
    list.querySelectorAll("[data-passing]").forEach((form) => {
      if (since[form.elements.mark.value] === form.elements.way.value) note(form);
    });
  };

  /* A search without a connection: the whole list came from the worker, and only what fits stays in sight. */
  const search = () => {
    const words = new URLSearchParams(location.search).get("q");
    if (!("kept" in list.dataset) || !words) return;
    document.querySelector("[name=q]").value = words;
    list.querySelectorAll("li").forEach((one) => {
      one.hidden = !one.querySelector("h3").textContent.toLowerCase().includes(words.trim().toLowerCase());
    });
  };

  const keep = async () => {
    const told = document.querySelector("[data-kept-here]");
    if (!list.dataset.worker || !told || !("serviceWorker" in navigator)) return;
    navigator.serviceWorker.addEventListener("message", (event) => { told.hidden = !event.data.isKept; });
    await navigator.serviceWorker.register(list.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    const files = Array.from(document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]"), (one) => one.src || one.href);
    refresh = () => active.postMessage({ until: midnight, files });
    refresh();
    told.querySelector("[data-wipe]").addEventListener("click", () => active.postMessage({ wipe: true }));
    setTimeout(() => active.postMessage({ wipe: true }), midnight - Date.now());
  };

  list.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-passing]");
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form);
    write([...waiting(), { id: name(), mark: said.get("mark"), way: said.get("way"), noted: Date.now() }]);
    note(form);
    const buttons = Array.from(list.querySelectorAll("[data-passing]:not([hidden]) button"));
    (buttons.find((one) => form.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || status).focus();
    show();
    send();
  });
  window.addEventListener("online", send);
  setInterval(send, 15000);
  catchUp();
  search();
  keep().catch(() => {});
  if (waiting().length) { show(); send(); }
})();
