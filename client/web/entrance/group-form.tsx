import { ArrowRight } from 'lucide-react';
import { useRef, useState, type SyntheticEvent } from 'react';
import { t } from '../messages/translate.ts';
import { fetchStatus } from '../net/groups.ts';
import { destinationOf, groupPath } from '../route.ts';

/** The box for the name of a group, or a link to one. Goes on only to a group that exists. */
export function GroupForm() {
  const [input, setInput] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLInputElement>(null);

  const complain = (sentence: string) => {
    setBusy(false);
    setError(sentence);
    box.current?.select();
  };

  const go = async () => {
    const destination = destinationOf(input, location.origin);
    if (destination.kind === 'nothing') {
      complain(t('landing.empty'));
      return;
    }
    setBusy(true);
    if (destination.kind === 'elsewhere') {
      location.assign(destination.address);
      return;
    }
    const { group, token } = destination;
    const answer = await fetchStatus(group);
    if (answer.outcome === 'found') {
      location.assign(`${groupPath(group)}${token === undefined ? '' : `?${query(token)}`}`);
    } else {
      complain(complaintOf(answer.outcome, group));
    }
  };

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!busy) void go();
  };

  return (
    <form className="group-form" onSubmit={submit} noValidate>
      <label className="label" htmlFor="group">
        {t('landing.group')}
      </label>
      <div className="group-form__row">
        <input
          ref={box}
          id="group"
          className="input"
          value={input}
          placeholder={t('landing.placeholder')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={10_000}
          aria-invalid={error !== undefined}
          aria-describedby="group-error"
          onChange={(event) => {
            setInput(event.target.value);
            setError(undefined);
          }}
        />
        <button type="submit" className="button button--primary" aria-busy={busy}>
          {t('landing.go')}
          <ArrowRight />
        </button>
      </div>
      <p id="group-error" className="field-error" role="alert">
        {error}
      </p>
    </form>
  );
}

function complaintOf(outcome: 'unknown' | 'unreachable' | 'busy', group: string): string {
  if (outcome === 'unknown') return t('landing.unknown', { group });
  return t(outcome === 'busy' ? 'landing.busy' : 'landing.unreachable');
}

function query(token: string): string {
  return new URLSearchParams({ token }).toString();
}
