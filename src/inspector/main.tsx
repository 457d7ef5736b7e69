/** The page; and, where there is none, what works behind it. */
import { render } from 'preact';
import { App } from './app.js';
import { serveVerify } from './data/verify-worker.js';
import './inspector.css';

if (typeof document === 'undefined') serveVerify();
else render(<App />, document.getElementById('app')!);
