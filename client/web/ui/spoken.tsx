import { Fragment, type ReactNode } from 'react';
import { useApp } from './context.ts';
import { useStore } from './hooks.ts';

/** Shows its content anew in another language. What must outlive that is kept outside, in stores. */
export function Spoken({ children }: { readonly children: ReactNode }) {
  const { spoken } = useStore(useApp().language);
  return <Fragment key={spoken}>{children}</Fragment>;
}
