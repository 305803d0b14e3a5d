/** Whether what a reason holds is booked. */
export const bookedEn = {
  no: 'Not booked.',
  later: 'Not booked yet.',
  here: 'Not booked from here.',
  unknown: 'Not known yet whether it is booked.',
  yes: 'Booked.',
  several: 'More than once in Exact.',
  gone: 'Booked, but not in Exact any more.',
  shop: 'Nothing is booked for this shop meanwhile; what was booked stays.',
  new: 'No new invoice is booked meanwhile; what was booked stays.',
  on: 'Booking goes on meanwhile.',
} as const;

/** What then happens by itself. */
export const nextEn = {
  auto: 'It goes on by itself[ at {until}].',
  shopctrl: 'Once that is done, it is read again and goes on by itself.',
  settings: 'These invoices then go on by themselves.',
  daily: 'It is tried again by itself every day.',
  retry: 'By itself nothing more is sent for it.',
  stays: 'By itself nothing is booked, changed or removed in Exact.',
  entry: 'The entry stays as it is.',
  imported: 'Once its file is imported, it is found and linked by itself.',
  kind: 'By itself one of them is tried every day.',
  hand: 'By itself nothing more happens; leave it once it is done.',
  left: 'Neither Sync nor Export touches it again.',
  nothing: 'It is left out.',
  after: 'All that waits then goes on by itself.',
  release: 'Until then nothing more is sent by itself.',
  runs: 'Each run tries again, and all that waits then goes on by itself.',
  renewed: 'It is renewed by itself as soon as Exact is reached.',
} as const;

/** The same where a file of Export is what invoices wait for. */
export const mendedEn = {
  shopctrl: 'It is then read again by itself.',
  settings: 'These invoices then go with the next export, or with Sync by themselves.',
  exact: '',
  hand: '',
  unread: 'Until then it is neither booked nor exported; it is read again by itself.',
  nothing: '',
} as const;
