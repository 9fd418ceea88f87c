import { t } from '../messages/translate.ts';
import { MessagePage } from '../pages/message.tsx';
import { codeOf } from '../state/error-sentence.ts';
import { Countdown } from '../time/countdown.tsx';
import { useStore } from '../ui/hooks.ts';
import { DoctorLink } from './doctor-link.tsx';
import type { Waiting } from './waiting.ts';

/** The server does not answer, or has enough of questions; it is asked again and again. */
export function UnreachablePage({ waiting }: { readonly waiting: Waiting }) {
  const { phase, nextAt, refusal } = useStore(waiting);
  const busy = codeOf(refusal) === 'too-many-requests';
  return (
    <MessagePage
      title={t(busy ? 'login.busy.title' : 'login.unreachable.title')}
      text={t(busy ? 'login.busy' : 'login.unreachable')}
      action={{ label: t('landing.retry'), run: () => void waiting.tryNow() }}
    >
      <p className="message-page__next">
        {phase === 'trying' && t('login.unreachable.trying')}
        {phase === 'waiting' && (
          <>
            {t('login.unreachable.retry')} <Countdown key={nextAt} to={nextAt} />
          </>
        )}
      </p>
      {!busy && <DoctorLink />}
    </MessagePage>
  );
}
