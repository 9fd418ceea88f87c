import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { wakeLevels } from '../media/levels.ts';
import { t } from '../messages/translate.ts';
import { useVolume } from '../people/use-volume.ts';
import type { StreamView } from '../state/remote-streams.ts';
import type { Voice } from '../state/volumes.ts';
import { useStreamIn } from '../ui/hooks.ts';
import { useLoudspeaker } from './use-loudspeaker.ts';

/**
 * Plays what others say. Apart from their tiles, so that nobody falls silent who has no tile.
 * Where the browser wants a click first, a button asks for it.
 */
export function AudioPlayers({ streams }: { readonly streams: readonly StreamView[] }) {
  const [players] = useState(() => new Set<HTMLAudioElement>());
  const [blocked, setBlocked] = useState(false);

  const hear = () => {
    wakeLevels();
    setBlocked(false);
    for (const player of players) void player.play().catch(() => undefined);
  };
  return (
    <>
      {streams.map(
        (stream) =>
          stream.media !== null && (
            <AudioPlayer
              key={stream.id}
              media={stream.media}
              voice={{ id: stream.owner, username: stream.ownerName }}
              players={players}
              onBlocked={() => {
                setBlocked(true);
              }}
            />
          ),
      )}
      {blocked && streams.length > 0 && (
        <button type="button" className="button button--primary hear" onClick={hear}>
          <Volume2 />
          {t('meeting.hear')}
        </button>
      )}
    </>
  );
}

interface AudioPlayerProps {
  readonly media: MediaStream;
  /** Whose volume it is played at. */
  readonly voice: Voice;
  readonly players: Set<HTMLAudioElement>;
  readonly onBlocked: () => void;
}

function AudioPlayer({ media, voice, players, onBlocked }: AudioPlayerProps) {
  const player = useRef<HTMLAudioElement>(null);
  const blocked = useRef(onBlocked);
  useEffect(() => {
    blocked.current = onBlocked;
  });
  useStreamIn(player, media);
  useLoudspeaker(player);
  useVolume(player, voice);
  useEffect(() => {
    const element = player.current;
    if (element === null) return undefined;
    players.add(element);
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') blocked.current();
    });
    return () => {
      players.delete(element);
    };
  }, [media, players]);
  return <audio ref={player} autoPlay />;
}
