"""A real browser over WebDriver, by the standard library alone: chromium without a window, driven by chromedriver."""
import base64
import http.client
import json
import shutil
import subprocess
import tempfile
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Missing(Exception):
    """There is no browser here."""


class Browser:
    """One browser with a profile of its own, which goes with it."""

    def __init__(self, width=1280, height=900):
        self.driver = self.session = None
        program, chrome = shutil.which("chromedriver"), shutil.which("chromium")
        if not program or not chrome:
            raise Missing("chromium and chromedriver are not installed (Scripts/setup --tests installs them)")
        self.profile = tempfile.TemporaryDirectory(prefix="leitmotif-browser-", ignore_cleanup_errors=True)
        self.driver = subprocess.Popen([program, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            if "successfully on port" in line:
                self.port = int(line.rsplit(" ", 1)[1].strip(" .\n"))
                break
        else:
            raise Missing("chromedriver does not start")
        arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
                     f"--user-data-dir={self.profile.name}", f"--window-size={width},{height}", "--mute-audio"]
        capabilities = {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                        "goog:chromeOptions": {"binary": chrome, "args": arguments}}
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = "/session/" + answer["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.session:
            self.ask("DELETE", self.session)
        if self.driver:
            self.driver.terminate()
            self.driver.wait()
        self.profile.cleanup()

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, json.dumps(body) if method == "POST" else None, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{answer['error']}: {answer['message'].splitlines()[0]}")
        return answer

    def post(self, path, **body):
        return self.ask("POST", self.session + path, body)

    # Pages and windows.

    def open(self, url):
        self.post("/url", url=url)

    def new_tab(self, kind="tab"):
        """A tab behind the others, or a window beside them."""
        handle = self.post("/window/new", type=kind)["handle"]
        self.switch(handle)
        return handle

    def close(self):
        """Closes this one; another is to be switched to."""
        self.ask("DELETE", self.session + "/window")

    def switch(self, handle):
        self.post("/window", handle=handle)

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def size(self, width, height, scheme="dark", scale=1):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 500)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("GET", self.session + "/screenshot")))

    # What is on a page.

    def run(self, script, *arguments):
        return self.post("/execute/sync", script=script, args=list(arguments))

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.textContent ?? null", selector)

    def click(self, selector):
        element = self.post("/element", using="css selector", value=selector)[ELEMENT]
        self.post(f"/element/{element}/click")

    def press(self, keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def until(self, script, what, *arguments, limit=60):
        """Waits until a script gives something true, and returns it."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            answer = self.run(script, *arguments)
            if answer:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"in {limit} seconds never: {what}")

    # What the browser noticed.

    def complaints(self):
        """What the console said since the last call."""
        return [entry["message"] for entry in self.post("/se/log", type="browser") if entry["level"] in ("WARNING", "SEVERE")]

    def requested(self):
        """Every address that was asked for since the last call."""
        addresses = []
        for entry in self.post("/se/log", type="performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                addresses.append(message["params"]["request"]["url"])
        return addresses

    def violations(self, rules):
        """What axe-core, whose script `rules` is, finds wrong with the page: each rule with the elements that break it."""
        self.run(rules)
        found = self.run("return axe.run(document, { resultTypes: ['violations'] })")["violations"]
        return {one["id"]: [" ".join(node["target"]) for node in one["nodes"]] for one in found}

    def nameless(self):
        """Controls and pictures that have no name for a screen reader."""
        named = {"button", "link", "textbox", "searchbox", "combobox", "slider", "spinbutton", "checkbox", "radio", "switch", "tab",
                 "listbox", "option", "menuitem", "meter", "progressbar", "img", "image", "dialog", "radiogroup", "tabpanel"}
        nodes = self.devtools("Accessibility.getFullAXTree")["nodes"]
        bad = []
        for node in nodes:
            role = node.get("role", {}).get("value", "")
            if not node.get("ignored") and role in named and not node.get("name", {}).get("value", "").strip():
                properties = self.devtools("DOM.describeNode", backendNodeId=node["backendDOMNodeId"])["node"]
                bad.append(f"{role} <{properties['nodeName'].lower()} {' '.join(properties.get('attributes', []))}>")
        return bad
