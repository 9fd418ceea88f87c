import { Tooltip } from '@base-ui/react/tooltip';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../client/web/styles/fonts.css';
import '../../../client/web/styles/tokens.css';
import '../../../client/web/styles/base.css';
import '../../../client/web/styles/controls.css';
import { PLAIN, type NoiseSuppression, type VideoEffect } from '../../../client/web/effects/effect-choice.ts';
import { EffectPicker } from '../../../client/web/effects/effect-picker.tsx';
import { NoisePicker } from '../../../client/web/effects/noise-picker.tsx';
import { suppressNoise } from '../../../client/web/effects/noise.ts';
import { canProcessVideo, processVideo } from '../../../client/web/effects/video-effect.ts';

/** What a test may use in a page that has effects and nothing else. */
const effects = { processVideo, suppressNoise };
export type Effects = typeof effects;

function Page() {
  const [effect, setEffect] = useState<VideoEffect>(PLAIN);
  const [noise, setNoise] = useState<NoiseSuppression>('browser');
  return (
    <Tooltip.Provider delay={500}>
      <div style={{ background: 'var(--surface)', padding: 'var(--s-4)', maxWidth: '40rem' }}>
        <EffectPicker value={effect} onChange={setEffect} supported={canProcessVideo()} />
        <NoisePicker value={noise} onChange={setNoise} supported />
        <output hidden>{JSON.stringify(effect)}</output>
      </div>
    </Tooltip.Provider>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
Object.assign(globalThis, { effects });
