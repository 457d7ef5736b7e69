NODE_OPTIONS=--experimental-vm-modules jest --config jest.config.json
