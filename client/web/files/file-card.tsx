import { Progress } from '@base-ui/react/progress';
import { CircleAlert, CircleCheck, Download, FileDown, FileUp, RotateCcw, Trash2 } from 'lucide-react';
import '../styles/files.css';
import { t } from '../messages/translate.ts';
import type { Notices } from '../state/notices.ts';
import { useApp } from '../ui/context.ts';
import { steady } from '../ui/spoken.tsx';
import { endSentence } from './end-sentence.ts';
import { obstacleSentence } from './file-ability.ts';
import type { FileDesk, FileObstacle } from './file-desk.ts';
import { isOpen, type FilePhase, type FileView } from './file-view.ts';
import { durationText, sizeText } from './progress.ts';

/** Above this, a file in memory may be more than a phone can bear. Bytes. */
const LARGE = 200_000_000;

export interface FileCardProps {
  readonly view: FileView;
  readonly desk: FileDesk;
}

/** A file on its way, and what can be done about it. */
export const FileCard = steady(function FileCard({ view, desk }: FileCardProps) {
  const { up, peer, name, size, phase } = view;
  const offered = !up && phase.name === 'offered';
  return (
    <div className="file" data-phase={phase.name} data-up={up} role="group" aria-label={name}>
      <p className="file__head">{headOf(view)}</p>
      <p className="file__what">
        <FileIcon up={up} phase={phase} />
        <span className="file__name" dir="auto">
          {name}
        </span>
        <span className="file__size">{sizeText(size)}</span>
      </p>
      {phase.name === 'moving' && (
        <Progress.Root
          className="file__progress"
          value={phase.bytes}
          max={size}
          aria-label={t('files.progress', { name })}
        >
          <Progress.Track className="file__track">
            <Progress.Indicator className="file__indicator" />
          </Progress.Track>
        </Progress.Root>
      )}
      <p className="file__state" role="status">
        {phase.name !== 'moving' && stateOf(view)}
      </p>
      {phase.name === 'moving' && <p className="file__state">{movingText(phase, size)}</p>}
      {offered && (
        <p className="file__warning">
          {t('files.warning', { name: peer.name })} {size > LARGE && t('files.warning.large')}
        </p>
      )}
      <FileButtons view={view} desk={desk} />
    </div>
  );
});

function FileButtons({ view, desk }: FileCardProps) {
  const { notices } = useApp();
  const { key, up, name, phase } = view;
  if (isOpen(view)) {
    return (
      <div className="file__buttons">
        {!up && phase.name === 'offered' && (
          <button
            type="button"
            className="button button--small button--primary"
            onClick={() => {
              showObstacle(notices, desk.accept(key));
            }}
          >
            {t('files.accept')}
          </button>
        )}
        <button
          type="button"
          className="button button--small"
          onClick={() => {
            desk.cancel(key);
          }}
        >
          {t(!up && phase.name === 'offered' ? 'files.reject' : 'files.cancel')}
        </button>
      </div>
    );
  }
  if (phase.name === 'done' && phase.url !== undefined) {
    return (
      <div className="file__buttons">
        <a
          className="button button--small button--primary"
          href={phase.url}
          download={name}
          onClick={() => {
            desk.saved(key);
          }}
        >
          <Download />
          {t('files.save')}
        </a>
        <button
          type="button"
          className="icon-button"
          aria-label={t('files.release')}
          onClick={() => {
            desk.release(key);
          }}
        >
          <Trash2 />
        </button>
      </div>
    );
  }
  if (phase.name !== 'ended' || !up) return null;
  return (
    <div className="file__buttons">
      <button
        type="button"
        className="button button--small"
        onClick={() => {
          showObstacle(notices, desk.offerAgain(key));
        }}
      >
        <RotateCcw />
        {t('files.again')}
      </button>
    </div>
  );
}

/** Says why a file was not offered or accepted, if it was not. */
export function showObstacle(notices: Notices, obstacle: FileObstacle | undefined): void {
  if (obstacle !== undefined) notices.show('warning', obstacleSentence(obstacle), 'files');
}

function FileIcon({ up, phase }: { readonly up: boolean; readonly phase: FilePhase }) {
  if (phase.name === 'done') return <CircleCheck />;
  if (phase.name === 'ended') return <CircleAlert />;
  return up ? <FileUp /> : <FileDown />;
}

function headOf({ up, peer: { name }, phase }: FileView): string {
  if (up) return t('files.to', { name });
  return t(phase.name === 'offered' ? 'files.from' : 'files.got', { name });
}

function stateOf({ up, peer: { name }, phase }: FileView): string {
  switch (phase.name) {
    case 'offered':
      return up ? t('files.waiting', { name }) : '';
    case 'connecting':
      return t('files.connecting');
    case 'moving':
      return '';
    case 'done':
      return t(up ? 'files.done.up' : 'files.done.down');
    case 'released':
      return t('files.released');
    case 'ended':
      return endSentence(phase, name);
  }
}

function movingText({ bytes, pace }: Extract<FilePhase, { name: 'moving' }>, size: number): string {
  const amounts = { done: sizeText(bytes), size: sizeText(size) };
  if (pace === undefined) return t('files.moving', amounts);
  return t('files.moving.pace', {
    ...amounts,
    rate: sizeText(pace.bytesPerSecond),
    left: durationText(pace.leftMs),
  });
}
