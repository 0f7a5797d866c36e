import { computed, defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue';
import { coordinated, uncoordinated } from '../../pictures/refresh-race.mjs';
import { sequencePicture } from '../../pictures/sequence-picture.mjs';

const WAYS = [
  { name: 'Each for itself', sequence: uncoordinated },
  { name: 'With a lease', sequence: coordinated },
] as const;

/** How long a step stands while it plays. */
const STEP_MS = 2600;

/**
 * The race, step by step. It plays by itself only when somebody presses Play, and offers that only to people who have not
 * asked their system for less motion. Before scripts run, and without them, the page shows the pictures in the slot.
 */
export const RefreshRace = defineComponent({
  name: 'RefreshRace',
  setup(_, { slots }) {
    const ready = ref(false);
    const mayPlay = ref(false);
    const way = ref(0);
    const shown = ref(1);
    const playing = ref<ReturnType<typeof setInterval>>();
    const current = computed(() => WAYS[way.value] ?? WAYS[0]);
    const steps = computed(() => current.value.sequence.steps);

    const stop = () => {
      clearInterval(playing.value);
      playing.value = undefined;
    };
    const show = (step: number) => {
      shown.value = Math.min(Math.max(step, 1), steps.value.length);
    };
    const choose = (index: number) => {
      stop();
      way.value = index;
      shown.value = 1;
    };
    const play = () => {
      if (playing.value !== undefined) return stop();
      if (shown.value === steps.value.length) shown.value = 1;
      playing.value = setInterval(() => {
        show(shown.value + 1);
        if (shown.value === steps.value.length) stop();
      }, STEP_MS);
    };
    onMounted(() => {
      ready.value = true;
      mayPlay.value = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    });
    onBeforeUnmount(stop);

    const button = (label: string, onClick: () => void, disabled = false) =>
      h('button', { type: 'button', class: 'race-button', disabled, onClick }, label);

    const tabs = () =>
      h(
        'div',
        { class: 'race-ways', role: 'group', 'aria-label': 'Which way' },
        WAYS.map(({ name }, index) =>
          h(
            'button',
            { type: 'button', class: 'race-way', 'aria-pressed': index === way.value, onClick: () => choose(index) },
            name,
          ),
        ),
      );

    const controls = () => {
      const step = (by: number) => () => {
        stop();
        show(shown.value + by);
      };
      return h('div', { class: 'race-controls' }, [
        button('Back', step(-1), shown.value === 1),
        button('Next', step(1), shown.value === steps.value.length),
        mayPlay.value ? button(playing.value === undefined ? 'Play' : 'Pause', play) : undefined,
        h('span', { class: 'race-count' }, `Step ${shown.value} of ${steps.value.length}`),
      ]);
    };

    return () => {
      if (!ready.value) return h('div', { class: 'race' }, slots['default']?.());
      return h('section', { class: 'race', 'aria-label': 'The refresh race, step by step' }, [
        tabs(),
        h('p', { class: 'race-says', 'aria-live': 'polite' }, steps.value[shown.value - 1]?.says),
        controls(),
        h('span', {
          class: 'picture',
          tabindex: 0,
          innerHTML: sequencePicture(current.value.sequence, shown.value),
        }),
      ]);
    };
  },
});
