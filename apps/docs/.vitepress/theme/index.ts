import { type Theme, useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import '../../pictures/picture.css';
import './style.css';
import { nextTick, onMounted, watch } from 'vue';
import { RefreshRace } from './refresh-race.ts';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('RefreshRace', RefreshRace);
  },
  setup() {
    const { frontmatter } = useData();
    const markHome = async () => {
      await nextTick();
      const content = document.getElementById('VPContent');
      if (frontmatter.value['layout'] === 'home') content?.setAttribute('role', 'main');
      else content?.removeAttribute('role');
    };
    // Other pages have a <main> of their own; the start page of the theme has none.
    onMounted(() => watch(frontmatter, markHome, { immediate: true }));
  },
};

export default theme;
