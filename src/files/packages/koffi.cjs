/**
 * Koffi's native modules, each by its whole name: in this form those who trace which files a program needs see them, as they do
 * not inside of koffi, and each in a `try`, so that they see that it may be missing. Most bundlers, which cannot take native
 * code in, are led past this file (`imports` in package.json).
 */
exports.natives = {
  'linux-x64': [
    () => {
      try {
        return require('@koromix/koffi-linux-x64');
      } catch {}
    },
    () => {
      try {
        return require('@koromix/koffi-linux-x64/linux_x64/koffi.node');
      } catch {}
    },
    () => {
      try {
        return require('@koromix/koffi-linux-x64/musl_x64/koffi.node');
      } catch {}
    },
  ],
  'linux-arm64': [
    () => {
      try {
        return require('@koromix/koffi-linux-arm64');
      } catch {}
    },
    () => {
      try {
        return require('@koromix/koffi-linux-arm64/linux_arm64/koffi.node');
      } catch {}
    },
    () => {
      try {
        return require('@koromix/koffi-linux-arm64/musl_arm64/koffi.node');
      } catch {}
    },
  ],
  'darwin-x64': [
    () => {
      try {
        return require('@koromix/koffi-darwin-x64/darwin_x64/koffi.node');
      } catch {}
    },
  ],
  'darwin-arm64': [
    () => {
      try {
        return require('@koromix/koffi-darwin-arm64/darwin_arm64/koffi.node');
      } catch {}
    },
  ],
  'win32-x64': [
    () => {
      try {
        return require('@koromix/koffi-win32-x64/win32_x64/koffi.node');
      } catch {}
    },
  ],
  'win32-arm64': [
    () => {
      try {
        return require('@koromix/koffi-win32-arm64/win32_arm64/koffi.node');
      } catch {}
    },
  ],
};
