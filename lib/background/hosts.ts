/** Which hosts may be ShopCtrl admins. */

/** Hosts of shopctrl.com that are no admin; the manifest leaves the section out there too. */
const NO_ADMIN = /^(docs|support|www|api)\.|^shopctrl\.com$/;

/** Whether a host (with port, if any) may be an admin without having been set up. */
export function isAdminHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name.endsWith('.shopctrl.com') && !NO_ADMIN.test(name);
}
