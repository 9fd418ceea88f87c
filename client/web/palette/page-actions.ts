import { usableCommands, type CommandPort } from '@evagore/shared/commands';
import type { Dialogs } from '../meeting/dialogs.ts';
import { SHORTCUTS, type ShortcutName } from '../meeting/shortcuts.ts';
import { LANGUAGES } from '../messages/languages.ts';
import { t, type MessageKey, type PlainKey } from '../messages/translate.ts';
import { canFullScreen, wholePage } from '../stage/full-screen.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { largestPicture } from '../stage/tile-elements.ts';
import { LANGUAGE_CHOICES, THEMES, type LanguageChoice, type Theme } from '../state/preferences.ts';
import type { AppContext } from '../ui/context.ts';
import { capOf } from '../ui/keys.ts';

/** Something that the page itself can do, beside the commands. */
export interface PageAction {
  readonly id: string;
  /** What it does, as a whole phrase. */
  readonly label: string;
  /** The key that does the same, as it stands on the keyboard. */
  readonly shortcut?: string | undefined;
  /** One of many alike: it is found by typing only. */
  readonly searched?: true;
  readonly run: () => void;
}

type PageActionName = 'microphone' | 'camera' | 'chat' | 'people' | 'captions';

export interface PageActionSources {
  readonly run: Readonly<Record<PageActionName, () => void>>;
  readonly can: { readonly present: boolean; readonly changePassword: boolean };
  readonly port: CommandPort;
  readonly dialogs: Pick<Dialogs, 'open'>;
  readonly stage: StageModel;
  readonly app: Pick<AppContext, 'preferences' | 'language' | 'notices'>;
}

const THEME_TEXTS = {
  system: 'palette.theme.system',
  light: 'palette.theme.light',
  dark: 'palette.theme.dark',
} as const satisfies Record<Theme, MessageKey>;

/** What the palette offers beside the commands. */
export function pageActions(sources: PageActionSources): readonly PageAction[] {
  const { run, can } = sources;
  return [
    ...(can.present
      ? [
          action('microphone', 'palette.microphone', run.microphone),
          action('camera', 'palette.camera', run.camera),
        ]
      : []),
    action('chat', 'palette.chat', run.chat),
    action('people', 'palette.people', run.people),
    ...stageActions(sources),
    ...dialogActions(sources),
    { id: 'captions', label: t('palette.captions'), run: run.captions },
    ...lookActions(sources),
  ];
}

/** One that a single key does as well. */
function action(name: ShortcutName, label: PlainKey, run: () => void): PageAction {
  return { id: name, label: t(label), shortcut: capOf(SHORTCUTS[name].key), run };
}

function stageActions({ stage, app }: PageActionSources): readonly PageAction[] {
  const { options, pinned, spotlight, tiles } = stage.getSnapshot();
  const { floating } = stage;
  const full = document.fullscreenElement !== null;
  const pin = (key: string) => () => {
    stage.togglePin(key);
  };
  const actions: (PageAction | false)[] = [
    action('view', options.view === 'grid' ? 'stage.to.speaker' : 'stage.to.grid', () => {
      stage.toggleView();
    }),
    spotlight !== undefined &&
      !pinned.has(spotlight.key) && {
        id: 'pin speaker',
        label: t('palette.pin.speaker', { name: spotlight.name }),
        run: pin(spotlight.key),
      },
    pinned.size > 0 && {
      id: 'unpin all',
      label: t('tile.unpin.all'),
      run: () => {
        stage.unpinAll();
      },
    },
    {
      id: 'self',
      label: t(options.hideSelf ? 'stage.self' : 'tile.hide'),
      run: () => {
        stage.choose({ hideSelf: !options.hideSelf });
      },
    },
    canFullScreen() && action('fullScreen', full ? 'menu.fullscreen.leave' : 'menu.fullscreen', wholePage),
    floating.supported && {
      id: 'floating',
      label: t(floating.getSnapshot() === undefined ? 'stage.floating' : 'stage.floating.leave'),
      run: () => {
        floating.toggle(largestPicture).catch(() => {
          app.notices.show('warning', t('stage.floating.failed'), 'floating');
        });
      },
    },
    ...tiles.map(({ key, name }): PageAction => ({
      id: `pin ${key}`,
      label: t(pinned.has(key) ? 'palette.unpin' : 'palette.pin', { name }),
      searched: true,
      run: pin(key),
    })),
  ];
  return actions.filter((each) => each !== false);
}

function dialogActions({ can, port, dialogs }: PageActionSources): readonly PageAction[] {
  const invites = usableCommands(port).some(({ name }) => name === 'invite');
  const open = (name: Parameters<Dialogs['open']>[0]) => () => {
    dialogs.open(name);
  };
  return [
    ...(invites ? [{ id: 'invite', label: t('meeting.invite'), run: open('invite') }] : []),
    action('settings', 'palette.settings', open('settings')),
    { id: 'statistics', label: t('quality.menu'), run: open('statistics') },
    { id: 'doctor', label: t('doctor.menu'), run: open('doctor') },
    action('keys', 'palette.keys.show', open('keys')),
    ...(can.changePassword ? [{ id: 'password', label: t('meeting.password'), run: open('password') }] : []),
  ];
}

function lookActions({ app }: PageActionSources): readonly PageAction[] {
  const { preferences, language, notices } = app;
  const speak = async (choice: LanguageChoice) => {
    try {
      await language.choose(choice);
    } catch {
      notices.show('error', t('language.failed'), 'language');
    }
  };
  return [
    ...THEMES.filter((theme) => theme !== preferences.chosen.theme).map((theme): PageAction => ({
      id: `theme ${theme}`,
      label: t(THEME_TEXTS[theme]),
      searched: true,
      run: () => {
        preferences.set({ theme });
      },
    })),
    ...LANGUAGE_CHOICES.filter((choice) => choice !== preferences.chosen.language).map(
      (choice): PageAction => ({
        id: `language ${choice}`,
        label:
          choice === 'system'
            ? t('palette.language.system')
            : t('palette.language', { language: LANGUAGES[choice] }),
        searched: true,
        run: () => void speak(choice),
      }),
    ),
  ];
}
