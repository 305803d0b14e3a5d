import type { Text } from './text';

export const fileEn = {
  app: 'Exact Online for ShopCtrl',
  working: 'Saving the file…',
  ready: 'This file was saved before',
  readyMore: '{name} was handed to your browser already. You can save it once more; importing it twice may double entries in Exact.',
  saved: 'The file is saved',
  savedMore: '{name} is in your downloads. This page closes by itself.',
  gone: 'This file is not there any more',
  goneMore: 'The shop was forgotten, or the file belongs to another browser profile. Make the export again from the shop settings in ShopCtrl.',
  failed: 'The file could not be saved',
  failedMore: '{name} is complete and kept. Check that the disk has room and that downloads are allowed, then save it again.',
  failedEarly: 'Reading the file did not work this time. Nothing is lost; try again.',
  save: 'Save',
  saveAgain: 'Save again',
  again: 'Try again',
} as const satisfies Record<string, Text>;

export type FileKey = keyof typeof fileEn;
