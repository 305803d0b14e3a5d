import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { arithmeticText } from '../../lib/words/arithmetic';
import { useUniqueId } from '../shared/unique-id';
import type { Fault } from '../../lib/faults';
import type { RulesForm } from '../../lib/messages';
import type { SetupShopView } from '../../lib/view/types';
import { SelectField } from '../shared/field';
import { Icon } from '../shared/icon';
import { Notice } from '../shared/notice';
import { BookingStep } from './booking-step';
import { BooksLine } from './books-line';
import { ExceptionsStep } from './exceptions-step';
import { FaultHere } from './fault-here';
import { ForgetDialog } from './forget-dialog';
import { History } from './history';
import { shownRows } from './mapping-rows';
import { MappingTable } from './mapping-table';
import type { Surroundings } from './parts';
import { ProfileStep } from './profile-step';
import { rebased } from './rebase';
import { checked, draftOf, refused, takeOver, withoutEmptyRows, type Mistake, type Profile, type RulesDraft } from './rules-draft';
import { ShopStep } from './shop-step';
import { STEP_NAMES, stepOf, stepViews, type StepName } from './step-states';
import { useBooks } from './use-books';
import { Waiting, type Place } from './waiting';

interface Props extends Surroundings {
  readonly shop: SetupShopView;
  /** Shops whose settings can be taken over. */
  readonly others: readonly SetupShopView[];
  /** The form is open before anybody asked. */
  readonly openAtFirst: boolean;
  /** The first shop with something to do: its first open step is unfolded. */
  readonly first: boolean;
  /** Grows each time that an address or a link leads to this shop; 0 while none does. */
  readonly called: number;
  /** Part of the settings that the address names, empty for none. */
  readonly calledAt: string;
  readonly onForgotten: (name: string) => void;
}

/** Where the parts that an address can name are. */
const CALLED: Readonly<Record<string, Place>> = {
  profile: { step: 'profile', at: 'consumers' },
  kinds: { step: 'profile', at: 'kinds' },
  dispatch: { step: 'profile', at: 'dispatch' },
  mapping: { step: 'mapping', at: 'mapping' },
  debtor: { step: 'booking', at: 'debtor' },
  journal: { step: 'booking', at: 'journal' },
  rounding: { step: 'booking', at: 'rounding' },
  more: { step: 'booking', at: 'more' },
};

/** The field of a place that a fix is about: what holds the code, else the first one of a row that is not mapped, else one left empty, else the first. */
function fieldIn(place: Element, holding: string | undefined): HTMLElement | null {
  const fields = [...place.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')];
  const held = holding === undefined ? undefined : fields.find(({ value }) => value.trim() === holding);
  const unmapped = place.querySelector<HTMLElement>('tr.open input, tr.open select');
  // Where a choice stands first, the fields below it depend on it.
  const empty = fields.some(({ type }) => type === 'radio') ? undefined : fields.find(({ value, type }) => value.trim() === '' && type !== 'date');
  return held ?? unmapped ?? empty ?? place.querySelector<HTMLElement>('input, select, button');
}

/** The step where a shop's first open question is. */
function firstOpen({ rules }: SetupShopView): StepName {
  if (rules.profile.consumers.length === 0) return 'profile';
  return rules.journal === '' || rules.paymentCondition === '' || (rules.debtorMode === 'collective' && rules.debtorCode === '') ? 'booking' : 'mapping';
}

/** The settings of one shop as foldable steps, with one button at the end. What is typed survives errors and reloads of the state. */
export function ShopRules(props: Props): JSX.Element {
  const { say, language, shop } = props;
  const title = useUniqueId();
  const section = useRef<HTMLElement>(null);
  const [typed, setTyped] = useState<RulesDraft | null>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [forgetting, setForgetting] = useState(false);
  const [opened, setOpened] = useState<boolean | null>(props.called > 0 ? true : null);
  const [steps, setSteps] = useState<Partial<Readonly<Record<StepName, boolean>>>>(() => (props.first ? { [firstOpen(shop)]: true } : {}));
  const [target, setTarget] = useState<Place | null>(null);

  // Saved elsewhere while somebody types here: neither undoes the other.
  const begunOn = useRef(shop);
  useEffect(() => {
    const before = begunOn.current;
    begunOn.current = shop;
    if (before !== shop) setTyped((now) => now && rebased(now, before, shop));
  }, [shop]);

  const isShown = opened ?? props.openAtFirst;
  const draft = typed ?? draftOf(shop);
  const profileTyped = withoutEmptyRows(draft).rules.profile;
  const here = useBooks(shop, isShown, JSON.stringify(profileTyped) === JSON.stringify(shop.rules.profile) ? null : profileTyped, props.readBooks);
  const books = here.view;
  const shown = shownRows(draft.rows, books?.met ?? [], draft.rules, props);
  const views = stepViews(draft, shown, books, mistakes, props);
  // What was met since the last save may lack an account: then the shop is not complete either.
  const complete = shop.complete && views.mapping.state !== 'question';
  const agreed = new Set(draft.rules.consents.map(({ cause }) => cause));

  const goTo = (place: Place): void => {
    setOpened(true);
    setSteps((before) => ({ ...before, [place.step]: true }));
    setTarget({ ...place });
  };
  useEffect(() => {
    if (props.called === 0) return;
    setOpened(true);
    const place = CALLED[props.calledAt];
    if (place) goTo(place);
  }, [props.called]);
  // The place exists only once its step is open, and rows that were only met once the books are there.
  useEffect(() => {
    if (target === null) return;
    const place = section.current?.querySelector(`[data-place="${target.at}"]`) ?? null;
    const field = place && fieldIn(place, target.holding);
    (field ?? place)?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, [target, books !== null]);

  const change = (next: RulesDraft): void => {
    setTyped(next);
    // Once somebody works in it, it stays open, also when it is complete now.
    setOpened(true);
    setNote('');
  };
  const rules = (part: Partial<RulesForm>): void => { change({ ...draft, rules: { ...draft.rules, ...part } }); };
  const profile = (part: Partial<Profile>): void => { rules({ profile: { ...draft.rules.profile, ...part } }); };
  const showMistakes = (found: readonly Mistake[]): void => {
    setMistakes(found);
    setSteps((before) => found.reduce((open, mistake) => ({ ...open, [stepOf(mistake)]: true }), before));
  };

  const save = async (): Promise<void> => {
    const cleaned = withoutEmptyRows(draft);
    const result = checked(cleaned, props);
    setTyped(cleaned);
    showMistakes(result.mistakes);
    setFault(null);
    setOpened(true);
    setNote('');
    if (result.mistakes.length > 0) return;
    setBusy(true);
    const reply = await props.ask({ kind: 'setup.saveRules', shop: shop.shop, rules: result.rules });
    if (reply.ok) {
      await props.reload();
      setTyped(null);
      setNote(say('shop.saved'));
    } else {
      setFault(reply.fault);
      showMistakes(refused(reply.fault, result.rules, result.keys, props));
    }
    setBusy(false);
  };

  const forget = async (): Promise<void> => {
    setForgetting(false);
    const reply = await props.ask({ kind: 'setup.forgetShop', shop: shop.shop });
    if (!reply.ok) {
      setFault(reply.fault);
      return;
    }
    setTyped(null);
    props.onForgotten(shop.name);
    await props.reload();
  };

  const copyFrom = (key: string): void => {
    const from = props.others.find((other) => other.key === key);
    if (!from) return;
    change(takeOver(draft, from));
    setNote(say('shop.copied', { name: from.name }));
  };

  const parts: Readonly<Record<StepName, () => JSX.Element>> = {
    profile: () => <ProfileStep say={say} language={language} draft={draft} books={books} mistakes={mistakes} wanted={target?.at ?? ''} onProfile={profile} onElsewhere={(belowElsewhere) => { change({ ...draft, belowElsewhere }); }} />,
    booking: () => (
      <BookingStep
        say={say}
        language={language}
        draft={draft}
        books={books}
        mistakes={mistakes}
        wanted={target?.at ?? ''}
        arithmetic={shop.arithmetic === null ? null : arithmeticText(language, shop.arithmetic)}
        onRules={rules}
        onDraft={(part) => { change({ ...draft, ...part }); }}
      />
    ),
    mapping: () => (
      <MappingTable
        say={say}
        language={language}
        rows={draft.rows}
        books={books}
        rounding={draft.rules}
        home={draft.rules.profile.homeCountry || (books?.books?.country ?? 'NL')}
        wrong={new Set(mistakes.filter(({ where }) => where.startsWith('row:')).map(({ where }) => where.slice(4)))}
        onRows={(rows) => { change({ ...draft, rows }); }}
      />
    ),
    exceptions: () => <ExceptionsStep say={say} language={language} copy={props.copy} now={props.now} draft={draft} books={books} mistakes={mistakes} person={shop.person} onRules={rules} />,
  };

  return (
    <section class="card shop" id={shop.anchor} ref={section} aria-labelledby={title}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); }}>
        <header class="side">
          <h3 id={title}>
            {shop.name} <small>{[say('shop.id', { id: shop.id }), ...(shop.environment ? [shop.environment] : [])].join(' · ')}</small>
          </h3>
          <span class={`badge ${complete ? 'good' : 'todo'}`}>
            <Icon name={complete ? 'check' : 'dot'} /> {say(complete ? 'shop.complete' : 'shop.incomplete')}
          </span>
          {shop.history.length > 0 && <button type="button" class="small" onClick={() => void props.ask({ kind: 'pages.openPreview', shop: shop.shop })}>{say('shop.preview')}</button>}
          {(!isShown || !props.openAtFirst) && (
            <button type="button" class="small" aria-expanded={isShown} onClick={() => { setOpened(!isShown); }}>{say('shop.open', { name: shop.name })}</button>
          )}
        </header>
        {isShown && (
          <>
            {props.others.length > 0 && shop.history.length === 0 && (
              <SelectField label={say('shop.copyFrom')} value="" onValue={copyFrom}>
                <option value="">{say('shop.copyFromNone')}</option>
                {props.others.map((other) => <option key={other.key} value={other.key}>{`${other.name} (${other.id})`}</option>)}
              </SelectField>
            )}
            <BooksLine say={say} language={language} here={here} onFix={goTo} />
            <Waiting say={say} language={language} waiting={books?.waiting ?? []} agreed={agreed} onFix={goTo} />
            <div class="parts">
              {STEP_NAMES.map((name) => (
                <ShopStep
                  key={name}
                  say={say}
                  title={say(`part.${name}`)}
                  summary={views[name].summary}
                  state={views[name].state}
                  open={steps[name] ?? false}
                  onOpen={(open) => { setSteps((before) => ({ ...before, [name]: open })); }}
                >
                  {steps[name] ? parts[name]() : null}
                </ShopStep>
              ))}
            </div>
            {mistakes.length > 0 && (
              <Notice tone="bad">
                <p>{say('check.title')}</p>
                <ul>{mistakes.map((mistake) => <li key={mistake.where}>{mistake.text}</li>)}</ul>
              </Notice>
            )}
            {fault && <FaultHere language={language} fault={fault} detailsLabel={say('details')} />}
            {note && <Notice tone={typed ? 'info' : 'good'}><p>{note}</p></Notice>}
            <p class="confirm-hint">{say('shop.confirmHint', { version: String((shop.history[0]?.version ?? 0) + 1) })}</p>
            <div class="buttons">
              <button type="button" class="quiet danger" onClick={() => { setForgetting(true); }}>{say('forget.open')}</button>
              <button type="submit" class="primary" disabled={busy} onClick={() => void save()}>{busy ? say('saving') : say('shop.confirm')}</button>
            </div>
            <History say={say} language={language} history={shop.history} />
          </>
        )}
      </form>
      {forgetting && <ForgetDialog say={say} name={`${shop.name} (${shop.id})`} onForget={() => void forget()} onClose={() => { setForgetting(false); }} />}
    </section>
  );
}
