// Pictures of the words that Inspect explains: how a container is set up.
import { Arrow, Box, Cable, Frame, Words } from './drawing'
import type { Picture, WhyWord } from './pictures'

type SetupWord = Extract<
  WhyWord,
  'command' | 'user' | 'health' | 'memoryLimit' | 'otherNames' | 'fullControl' | 'reach'
>

export const setupPictures: Readonly<Record<SetupWord, Picture>> = {
  command: (t) => (
    <Frame>
      <Box at={[8, 14, 92, 72]} label={t('why.pic.image')} edge />
      <Box at={[16, 46, 76, 26]} look="accent" label="redis-server" />
      <Arrow from={[106, 58]} to={[138, 58]} />
      <Box at={[146, 14, 102, 72]} label={t('why.pic.container')} edge />
      <Box at={[154, 46, 86, 26]} look="raised" label={t('why.pic.process', { number: 1 })} />
    </Frame>
  ),
  user: (t) => (
    <Frame>
      <Box at={[8, 14, 116, 72]} label={t('why.pic.container')} edge />
      <Box at={[16, 34, 100, 20]} look="raised" label="node (1000)" />
      <Box at={[16, 60, 100, 20]} look="gone" label="root (0)" />
      <Arrow from={[120, 44]} to={[152, 44]} />
      <Box at={[158, 32, 90, 24]} look="accent" label={t('why.pic.ownFiles')} />
    </Frame>
  ),
  health: (t) => (
    <Frame>
      <Box at={[8, 36, 92, 28]} look="accent" label={t('why.pic.check')} />
      <Arrow from={[104, 50]} to={[140, 50]} />
      <Box at={[148, 14, 100, 30]} look="raised" label={t('why.pic.answers')} />
      <Box at={[148, 56, 100, 30]} look="gone" label={t('why.pic.silent')} />
      <Words at={[54, 82]} text="10 s" mono quiet />
    </Frame>
  ),
  memoryLimit: (t) => (
    <Frame>
      <Box at={[8, 24, 240, 52]} label={t('why.pic.memory')} edge />
      <Box at={[16, 44, 110, 24]} look="accent" label={t('why.pic.container')} />
      <path d="M170 30V82" stroke="var(--warn-text)" strokeWidth="1.6" strokeDasharray="4 3" />
      <Words at={[170, 94]} text="512 MB" mono quiet />
    </Frame>
  ),
  otherNames: () => (
    <Frame>
      <Box at={[8, 36, 74, 28]} look="raised" label="web" />
      <Cable from={[82, 50]} to={[156, 30]} />
      <Cable from={[82, 50]} to={[156, 70]} />
      <Words at={[112, 22]} text="api:8080" mono quiet />
      <Words at={[112, 86]} text="shop-api-1:8080" mono quiet />
      <Box at={[156, 18, 92, 64]} look="accent" label="shop-api-1" />
    </Frame>
  ),
  fullControl: (t) => (
    <Frame>
      <Box at={[8, 10, 240, 80]} label={t('why.pic.vm')} edge />
      <Box at={[18, 36, 92, 42]} look="raised" label={t('why.pic.container')} />
      <Arrow from={[116, 57]} to={[148, 57]} />
      <Box at={[156, 36, 82, 42]} look="accent" label={t('why.pic.devices')} />
    </Frame>
  ),
  reach: (t) => (
    <Frame>
      <Box at={[8, 10, 240, 80]} label={t('why.pic.computer')} edge />
      <Box at={[18, 32, 82, 46]} look="raised" label={t('why.pic.container')} />
      <Arrow from={[104, 44]} to={[136, 44]} />
      <Box at={[144, 32, 94, 22]} look="accent" label={t('why.pic.workspaceFolder')} />
      <Box at={[144, 60, 94, 22]} look="gone" label={t('why.pic.otherFolders')} />
      <g stroke="var(--bad-text)" strokeWidth="2.2" strokeLinecap="round">
        <path d="M115 65l10 10M125 65l-10 10" />
      </g>
    </Frame>
  ),
}
