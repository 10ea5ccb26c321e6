import Testing

@testable import Session

@Suite struct UserFoldersTests {
    private func folders(_ variables: [String: String], account: String? = "/home/account") -> UserFolders {
        UserFolders(variable: { variables[$0] }, accountHome: { account })
    }

    @Test(arguments: [nil, "", "settings", "./settings", "~/settings"])
    func aMissingEmptyOrRelativeVariableMeansTheHomeFolder(_ value: String?) {
        var variables = ["HOME": "/home/anna"]
        variables["XDG_CONFIG_HOME"] = value
        variables["XDG_CACHE_HOME"] = value
        #expect(folders(variables).settings == "/home/anna/.config/leitmotif")
        #expect(folders(variables).cache == "/home/anna/.cache/leitmotif")
    }

    @Test func eachVariableNamesItsOwnFolder() {
        let both = folders(["HOME": "/home/anna", "XDG_CONFIG_HOME": "/etc/anna", "XDG_CACHE_HOME": "/var/tmp"])
        #expect(both.settings == "/etc/anna/leitmotif" && both.cache == "/var/tmp/leitmotif")
        let one = folders(["HOME": "/home/anna", "XDG_CACHE_HOME": "/var/tmp"], account: nil)
        #expect(one.settings == "/home/anna/.config/leitmotif" && one.cache == "/var/tmp/leitmotif")
    }

    @Test(arguments: [nil, "", "anna"])
    func withoutAHomeTheAccountsCounts(_ home: String?) {
        var variables: [String: String] = [:]
        variables["HOME"] = home
        #expect(folders(variables).settings == "/home/account/.config/leitmotif")
        #expect(folders(variables, account: nil) == folders([:], account: ""))
        #expect(folders(variables, account: nil).settings == nil && folders(variables, account: nil).cache == nil)
        #expect(folders(variables, account: "/").cache == "/.cache/leitmotif")
    }
}
