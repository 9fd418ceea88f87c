import { createContext, memo, use, type FunctionComponent, type ReactNode } from 'react';
import { FIRST_LANGUAGE, type Language } from '../messages/languages.ts';
import { useApp } from './context.ts';
import { useStore } from './hooks.ts';

const SpokenContext = createContext<Language>(FIRST_LANGUAGE);

/**
 * Draws its content, and draws it again in another language. Nothing is taken down for that: what is typed, opened and
 * in focus stays.
 */
export function Spoken({ children }: { readonly children: () => ReactNode }) {
  const { spoken } = useStore(useApp().language);
  return <SpokenContext value={spoken}>{children()}</SpokenContext>;
}

/** React's `memo` for components that speak: they are drawn again in another language as well. */
export function steady<Props extends object>(component: FunctionComponent<Props>): FunctionComponent<Props> {
  function Steady(props: Props) {
    use(SpokenContext);
    return component(props);
  }
  Steady.displayName = component.name;
  return memo(Steady);
}
