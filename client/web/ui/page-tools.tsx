import { LanguageMenu } from './language-menu.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** What every page outside of a meeting has in its corner. */
export function PageTools() {
  return (
    <div className="page-tools">
      <LanguageMenu />
      <ThemeToggle />
    </div>
  );
}
