import { createRoot } from 'react-dom/client';
import 'slack-blocks-to-jsx/dist/style.css';
import './style/page.css';
import './style/sidebar.css';
import './style/panel.css';
import './style/message.css';
import './style/blocks.css';
import './style/composer.css';
import './style/dialog.css';
import './style/drawn.css';
import './style/narrow.css';
import { App } from './app.tsx';

createRoot(document.querySelector('#page')!).render(<App />);
