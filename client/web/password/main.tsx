import { begin } from '../begin.tsx';
import { passwordAddress } from './new-password.ts';
import { PasswordPage } from './password-page.tsx';

const whose = passwordAddress(location.search);
await begin(() => <PasswordPage whose={whose} />);
