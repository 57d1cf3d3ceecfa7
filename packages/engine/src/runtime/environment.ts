/** ONNX Runtime reports usage to its maker unless told otherwise before it loads; a platform for hospitals phones nobody. */
process.env.ORT_DISABLE_TELEMETRY = '1'
