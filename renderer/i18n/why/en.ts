// The English explanations of words, and what stands in their pictures.

export const en = {
  'why.mark': 'Why?',
  'why.image': 'What is an image?',
  'why.imageText':
    'An image is an app packed with everything that it needs: its files, its libraries, its settings. It never changes, so it runs the same for everybody. Each container starts from one.',
  'why.layer': 'What is a layer?',
  'why.layerText':
    'An image is a stack of layers, and each holds what one build step added. Images that share a layer share its room on disk and its download. That is why a second image of the same kind arrives quickly.',
  'why.container': 'What is a container?',
  'why.containerText':
    'A container is an image that runs, kept apart from everything else. What it writes goes into a thin layer of its own, which goes when the container goes. Run as many from one image as you like.',
  'why.portMapping': 'What does a port do?',
  'why.portMappingText':
    'A container has a network of its own, so port 80 in it is not port 80 here. A mapping leads a port of this computer to one inside: localhost:8080 reaches 80. Only one program at a time can have a port of this computer.',
  'why.volume': 'What is a volume?',
  'why.volumeText':
    'A volume is storage outside of the container, seen inside at a path. When the container is removed or made again, it stays. Databases keep their data there.',
  'why.network': 'What is a network?',
  'why.networkText':
    'Containers on the same network reach each other by name: web asks for db:3306. No port of this computer is needed for that. Containers on different networks do not see each other.',
  'why.dockerfile': 'What is a Dockerfile?',
  'why.dockerfileText':
    'A Dockerfile is the recipe of an image, one step per line. Each step becomes a layer that is kept. Change a line, and only the steps from there on are done again.',
  'why.registry': 'What is a registry?',
  'why.registryText':
    'A registry is where images are stored for others, such as Docker Hub. Pull brings an image to this computer, push takes one there. Private ones ask you to sign in.',
  'why.vm': 'Why is there a virtual machine?',
  'why.vmText':
    'Containers are programs of Linux that share one Linux. This computer has none of its own for them, so Portside runs a small one. All containers together share it, which is why they start in a moment.',
  'why.compose': 'What is Compose?',
  'why.composeText':
    'A compose file describes several containers that belong together, with their networks and volumes. One click brings all of it up or down. The whole team shares the file.',
  'why.restart': 'What does the restart policy do?',
  'why.restartText':
    'It decides what happens when the program in the container ends. Docker can start it again after a failure, always, or never. “Unless stopped” starts it again, too, when the engine starts, but not after you stopped it.',
  'why.command': 'What does the command do?',
  'why.commandText':
    'It is the one program that a container is for, and it comes from the image unless you give another. The container lives as long as this program: when it ends, the container stops.',
  'why.user': 'Who runs the program?',
  'why.userText':
    'Every program in a container runs as one of its users. root may do everything inside; another user may only write to files that are its own. Mounted folders show files with the same numbers.',
  'why.health': 'What is a health check?',
  'why.healthText':
    'A command that Docker runs in the container from time to time. While it succeeds, the container is healthy. A program can run and still not answer: this is how that is noticed.',
  'why.memoryLimit': 'What happens at the limit?',
  'why.memoryLimitText':
    'A container may use this much memory and no more. A program that asks for more is stopped at once, with exit code 137. Without a limit it may take all of the virtual machine’s.',
  'why.otherNames': 'What are the other names?',
  'why.otherNamesText':
    'On its networks a container is found by its own name and by these. Compose gives it the name of its service, so web can ask for api wherever that runs.',
  'why.fullControl': 'What is full control?',
  'why.fullControlText':
    'A privileged container may use all devices and change the Linux around it. Few programs need that, such as Docker inside Docker. Give it only to images that you trust.',

  'why.reach': 'What can a workspace reach?',
  'why.reachText':
    'Its containers get the images, ports and folders that you saw before you trusted it, and no other folder of this computer. If its file asks for more later, Portside asks you again.',
  'why.pic.image': 'image',
  'why.pic.app': 'app',
  'why.pic.libraries': 'libraries',
  'why.pic.files': 'system files',
  'why.pic.container': 'container',
  'why.pic.shared': 'shared by both',
  'why.pic.imageFixed': 'image, never changes',
  'why.pic.changes': 'own changes',
  'why.pic.computer': 'this computer',
  'why.pic.removed': 'removed',
  'why.pic.new': 'made again',
  'why.pic.volume': 'volume',
  'why.pic.network': 'network',
  'why.pic.layer': 'layer {number}',
  'why.pic.registry': 'registry',
  'why.pic.colleague': 'a colleague',
  'why.pic.vm': 'virtual machine',
  'why.pic.hardware': 'its own hardware',
  'why.pic.oneLinux': 'one Linux for all',
  'why.pic.database': 'database',
  'why.pic.runs': 'runs',
  'why.pic.runsAgain': 'runs again',
  'why.pic.ends': 'it ends',
  'why.pic.process': 'process {number}',
  'why.pic.ownFiles': 'its own files',
  'why.pic.check': 'check',
  'why.pic.answers': 'answers',
  'why.pic.silent': 'no answer',
  'why.pic.memory': 'memory',
  'why.pic.devices': 'devices',
  'why.pic.workspaceFolder': 'its folder',
  'why.pic.otherFolders': 'other folders',
} as const
