import { useEffect, useState } from 'react';

/**
 * What a menu is about, as long as the menu is seen. What goes away meanwhile closes the menu, and is kept until that has
 * faded: a menu that is torn away never finishes its closing, and would come back with its subject.
 *
 * @param handle - Of the menu.
 * @param subject - As it is now; undefined once it is gone.
 */
export function useMenuSubject<Subject>(
  handle: { readonly isOpen: boolean; close(): void },
  subject: Subject | undefined,
): Subject | undefined {
  const [kept, setKept] = useState(subject);
  if (subject !== undefined && subject !== kept) setKept(subject);
  const gone = subject === undefined;
  useEffect(() => {
    if (gone && handle.isOpen) handle.close();
  }, [gone, handle]);
  return subject ?? kept;
}
