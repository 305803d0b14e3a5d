import { expect, it } from 'vitest';
import { onceMore } from '../../lib/view/once-more';

/** A look that ends when the test says so. */
function stage(isOver?: () => boolean) {
  const ends: (() => void)[] = [];
  const run = onceMore(() => new Promise<void>((resolve) => void ends.push(resolve)), isOver);
  const end = async (): Promise<void> => {
    ends.at(-1)?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { run, end, looks: () => ends.length };
}

it('looks once more, and only once, for any number of changes that come meanwhile', async () => {
  const { run, end, looks } = stage();
  void run();
  for (let at = 0; at < 5; at += 1) void run();
  expect(looks()).toBe(1);
  await end();
  expect(looks()).toBe(2);
  await end();
  expect(looks()).toBe(2);
  void run();
  expect(looks()).toBe(3);
});

it('looks no more once it is over', async () => {
  let over = false;
  const { run, end, looks } = stage(() => over);
  void run();
  void run();
  over = true;
  await end();
  expect(looks()).toBe(1);
});
