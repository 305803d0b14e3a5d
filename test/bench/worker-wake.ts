/** How long a worker that was ended takes from a page's message to its answer, against one that is awake; in turns, in one browser. */
import { alternate, type Measurement, median, spread } from './measure';
import { ask, employeeOf, giveAccess, onStage } from './stage';

const ROUNDS = 15;

export const workerWake: Measurement = {
  names: ['worker-wake-ms', 'worker-awake-ms'],
  run: (report) =>
    onStage(async (stage) => {
      const chromium = await stage.launch();
      await giveAccess(chromium, employeeOf(stage));
      const page = await chromium.newPage(chromium.extensionUrl('popup.html'));
      const answer = async (): Promise<number> => {
        const begun = performance.now();
        await ask(page, { kind: 'popup.state' });
        return performance.now() - begun;
      };
      const { ours, theirs } = await alternate(
        ROUNDS,
        2,
        async () => {
          await chromium.killWorker();
          return answer();
        },
        async () => {
          await ask(page, { kind: 'popup.state' });
          return answer();
        },
      );
      report.note(`cold: ${spread(ours)}; awake: ${spread(theirs)}`);
      report.figure('worker-wake-ms', median(ours), 'ms');
      report.figure('worker-awake-ms', median(theirs), 'ms');
    }),
};
