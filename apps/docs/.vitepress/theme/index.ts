import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import '../../pictures/picture.css';
import './style.css';
import { RefreshRace } from './refresh-race.ts';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('RefreshRace', RefreshRace);
  },
};

export default theme;
