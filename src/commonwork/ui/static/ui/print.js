/* The print button. Without JavaScript it is not shown, and the browser's own menu prints. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
