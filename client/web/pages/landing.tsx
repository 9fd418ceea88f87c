import '../styles/entrance.css';
import '../styles/landing.css';
import { GroupForm } from '../entrance/group-form.tsx';
import { PublicGroups } from '../entrance/public-groups.tsx';
import { RecentList } from '../entrance/recent-list.tsx';
import { t } from '../messages/translate.ts';
import { Brand, Theatre } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { PageTools } from '../ui/page-tools.tsx';

/** The way in for those who have no link. */
export function LandingPage() {
  useTitle(t('app.name'));
  return (
    <div className="landing">
      <Theatre />
      <header className="page-header" data-region="top">
        <Brand />
        <PageTools />
      </header>
      <main className="landing__main" data-region="main">
        <section className="landing__way">
          <h1>{t('landing.headline')}</h1>
          <p className="landing__intro">{t('landing.intro')}</p>
          <GroupForm />
        </section>
        <div className="landing__lists">
          <RecentList />
          <PublicGroups />
        </div>
      </main>
    </div>
  );
}
