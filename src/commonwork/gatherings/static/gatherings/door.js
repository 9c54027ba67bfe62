/* The door on a phone that may lose its connection: what is noted is kept here under a name of its own and sent again
   until the server has it. Without this script each button is a plain form. Only marks and times are kept, no names;
   what is sent is how long ago it was, so that a wrong clock does no harm. */
(() => {
  const list = document.querySelector("[data-door]");
  if (!list) return;
  const status = document.querySelector("[data-door-status]");
  const store = `door ${list.dataset.door}`;
  const read = () => JSON.parse(localStorage.getItem(store) || "[]");
  const write = (rows) => localStorage.setItem(store, JSON.stringify(rows));
  const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  let isSending = false;

  const show = (said) => {
    const count = read().length;
    status.textContent = said || (count ? `${list.dataset.waiting} ${count}` : list.dataset.sent);
  };

  const send = async () => {
    const rows = read();
    if (!rows.length || isSending) return;
    isSending = true;
    try {
      const answer = await fetch(list.dataset.door, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ passings: rows.map(({ noted, ...row }) => (
          { ...row, ago: Math.max(0, Math.round((Date.now() - noted) / 1000)) })) }),
      });
      if (answer.ok) {
        const told = await answer.json();
        const gone = new Set([...told.done, ...Object.keys(told.refused)]);
        write(read().filter((row) => !gone.has(row.id)));
        show(Object.values(told.refused)[0]);
      }
    } catch (error) {
      show();
    } finally {
      isSending = false;
    }
  };

  list.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-passing]");
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form);
    write([...read(), { id: name(), mark: said.get("mark"), way: said.get("way"), noted: Date.now() }]);
    form.parentElement.querySelector(".why").textContent = list.dataset.noted;
    form.hidden = true;
    show();
    send();
  });
  window.addEventListener("online", send);
  setInterval(send, 15000);
  if (read().length) { show(); send(); }
})();
