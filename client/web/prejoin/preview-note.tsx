import { browserOf, deviceSentence } from '../local/device-sentence.ts';
import { t } from '../messages/translate.ts';
import { codeOf } from '../state/error-sentence.ts';
import type { Preview, PreviewSnapshot } from '../state/preview.ts';
import { useStore } from '../ui/hooks.ts';

/** What there is to say about microphone and camera; where one of them failed, the cure and another try. */
export function PreviewNote({ preview }: { readonly preview: Preview }) {
  const state = useStore(preview);
  const failed = state.error !== undefined;
  const retry = () => {
    const [kind, ...more] = state.failed;
    if (more.length > 0) void preview.turnOnBoth();
    else if (kind !== undefined) void preview.turnOn(kind);
  };
  return (
    <div className="preview__note" data-kind={failed ? 'error' : 'hint'}>
      <p role="status">
        {failed ? problemText(state) : t(isSecureContext ? 'login.later' : 'login.insecure')}
      </p>
      {failed && isSecureContext && (
        <button type="button" className="button button--small" onClick={retry}>
          {t('prejoin.retry')}
        </button>
      )}
    </div>
  );
}

function problemText({ error, failed }: PreviewSnapshot): string {
  if (failed.length > 1 && codeOf(error) === 'permission-denied') {
    return `${t('prejoin.denied.both')} ${t(`devices.denied.${browserOf(navigator.userAgent)}`)}`;
  }
  return deviceSentence(error, failed[0] === 'audio' ? 'microphone' : 'camera', navigator.userAgent);
}
