/* What pages keep on this phone for one day: caches named "day <until> ...". They go when their day is over, and all
   of them, with the workers that read them, when nobody is signed in. */
(() => {
  const isSignedOut = "signedOut" in document.body.dataset;
  const isOver = (name) => name.startsWith("day ") && (isSignedOut || Number(name.split(" ")[1]) <= Date.now());
  if ("caches" in window) caches.keys().then((names) => names.filter(isOver).forEach((name) => caches.delete(name)));
  if (isSignedOut && "serviceWorker" in navigator) {
    navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
  }
})();
