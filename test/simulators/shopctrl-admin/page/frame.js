// Script of a framed topic page: its buttons speak to the page around it.
document.addEventListener('click', (event) => {
  const action = event.target.closest?.('[data-action]')?.dataset.action;
  if (action === 'exact-authenticate') window.open(`/ExactOnline/Authorize.aspx?shopId=${new URLSearchParams(location.search).get('shopId')}`);
});
