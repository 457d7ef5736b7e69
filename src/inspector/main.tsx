/** The page. */
import { render } from 'preact';
import { App } from './app.js';
import './inspector.css';

render(<App />, document.getElementById('app')!);
